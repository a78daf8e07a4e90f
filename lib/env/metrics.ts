import { z } from 'zod';

const metricsPort = (otherwise: string) =>
  z
    .string()
    .default(otherwise)
    .transform((text) => (text === 'off' ? null : /^\d{1,5}$/.test(text) ? Number(text) : -1))
    .refine((port) => port === null || (port >= 1 && port <= 65_535), {
      error: 'is neither a port number nor off',
    });

/** Where the operator's figures are served. */
export const metricsShape = {
  GATE_METRICS_PORT: metricsPort('9464'),
  WORKER_METRICS_PORT: metricsPort('9465'),
};

/** Loopback ports; null where no metrics are wanted. */
export type MetricsPorts = { readonly gate: number | null; readonly worker: number | null };

export function readMetricsPorts(raw: z.output<z.ZodObject<typeof metricsShape>>): MetricsPorts {
  return { gate: raw.GATE_METRICS_PORT, worker: raw.WORKER_METRICS_PORT };
}
