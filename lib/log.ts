import { type Logger, pino } from 'pino';
import { settings } from '#lib/env';

let logger: Logger | undefined;

/** The process's log: JSON lines on stderr. Callers put ids and error objects into it, never secrets. */
export function log(): Logger {
  logger ??= pino(
    {
      level: settings().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorFields },
      redact: {
        paths: ['secret', 'password', 'token', 'authorization', 'cookie'].flatMap((name) => [
          name,
          `*.${name}`,
        ]),
        censor: '[removed]',
      },
    },
    pino.destination(2),
  );
  return logger;
}

/**
 * What the log keeps of a fault. Prisma's messages begin with the arguments of the call, digests and
 * password hashes among them; only their last line tells what happened.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack = '', cause } = error;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name,
    message: name.startsWith('PrismaClient') ? message.trim().split('\n').at(-1) : message,
    ...('code' in error ? { code: error.code } : {}),
    ...(cause === undefined ? {} : { cause: errorFields(cause) }),
    stack: frames.join('\n'),
  };
}
