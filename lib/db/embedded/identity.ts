/** The user and group of a process; empty means the current one. */
export type Identity = { uid?: number; gid?: number };

/** `nobody` on every Unix: it owns nothing else, so the server can harm nothing else. */
const NOBODY = 65534;

/** PostgreSQL refuses to run as root, so root's server runs as nobody. */
export function serverIdentity(): Identity {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

/** All that the server's programs see of the environment: messages in English, time in UTC. */
export const serverVariables = {
  NODE_ENV: 'production',
  LC_ALL: 'C',
  TZ: 'UTC',
  // glibc gives freed memory back after every statement otherwise, and takes it again for the next one.
  MALLOC_TRIM_THRESHOLD_: '16777216',
  MALLOC_TOP_PAD_: '1048576',
} as const;
