import { isIP } from 'node:net';

/** Which keys a listener serves; `any` takes both. */
export type ListenEnvironment = 'live' | 'test' | 'any';

/** One address that the gate listens on; without a host it listens on every interface. */
export type GateListener = {
  host: string | undefined;
  port: number;
  environment: ListenEnvironment;
};

const LISTENER = /^(?:(\[[0-9A-Fa-f:.]+\]|[^:[\]\s]+):)?(\d{1,5}):(live|test|any)$/;

/** Parses `4000:live,127.0.0.1:4001:test`; the answer is the listeners or what is wrong with the text. */
export function parseGateListen(text: string): GateListener[] | string {
  const listeners: GateListener[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [, host, port, environment] = LISTENER.exec(part) ?? [];
    if (port === undefined || environment === undefined) {
      return `"${part}" is not PORT:live, PORT:test or PORT:any (a host may stand before it)`;
    }
    const listener = { host: bareHost(host), port: Number(port), environment: kindOf(environment) };
    if (listener.port < 1 || listener.port > 65535) return `${port} is not a port number`;
    if (listeners.some((other) => other.port === listener.port && overlap(other, listener))) {
      return `port ${port} is named twice`;
    }
    listeners.push(listener);
  }
  return listeners;
}

/** The port that serves keys of this environment: its own listener first, else one for both. */
export function portFor(
  listeners: readonly GateListener[],
  environment: 'live' | 'test',
): number | undefined {
  const own = listeners.find((listener) => listener.environment === environment);
  return (own ?? listeners.find((listener) => listener.environment === 'any'))?.port;
}

/** An address that reaches this listener from the same machine. */
export function localAddress(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIP(host) === 6 ? `[${host}]` : host;
}

function bareHost(host: string | undefined): string | undefined {
  return host?.startsWith('[') ? host.slice(1, -1) : host;
}

function overlap(one: GateListener, other: GateListener): boolean {
  return one.host === other.host || one.host === undefined || other.host === undefined;
}

function kindOf(text: string): ListenEnvironment {
  return text === 'live' || text === 'test' ? text : 'any';
}
