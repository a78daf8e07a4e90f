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
      redact: {
        paths: [
          'secret',
          'password',
          'token',
          'authorization',
          'cookie',
          '*.secret',
          '*.password',
          '*.token',
          '*.authorization',
          '*.cookie',
        ],
        censor: '[removed]',
      },
    },
    pino.destination(2),
  );
  return logger;
}
