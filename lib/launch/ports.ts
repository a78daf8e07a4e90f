import { createServer } from 'node:net';
import { LaunchError } from './error.ts';

export type WantedPort = {
  port: number;
  /** Undefined means every interface. */
  host: string | undefined;
  /** The setting that names it. */
  setting: string;
};

/** Makes sure that every port can be listened on. @throws LaunchError naming the first that cannot */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  for (const [at, { port, setting }] of wanted.entries()) {
    const twin = wanted.slice(0, at).find((other) => other.port === port);
    if (twin === undefined || twin.setting === setting) continue;
    throw new LaunchError(`Port ${port} is named by both ${twin.setting} and ${setting}.`);
  }
  for (const want of wanted) {
    const code = await tryListen(want);
    if (code !== undefined) throw new LaunchError(sentence(want, code));
  }
}

function sentence({ port, host, setting }: WantedPort, code: string): string {
  const where = host === undefined ? `Port ${port}` : `Port ${port} of ${host}`;
  if (code === 'EADDRINUSE') {
    return `${where} is in use: stop the program that listens there, or set ${setting} to another port.`;
  }
  if (code === 'EACCES')
    return `${where} may not be used by this user: set ${setting} to another port.`;
  return `${where} cannot be listened on (${code}): set ${setting} to another address.`;
}

/** The error's code, or undefined when listening works. */
function tryListen({ port, host }: WantedPort): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
