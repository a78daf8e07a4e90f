/** Settings that cannot be used; the message has one clear sentence for each fault, one a line. */
export class EnvError extends Error {
  override name = 'EnvError';
}
