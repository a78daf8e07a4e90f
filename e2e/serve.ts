import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { STRIPE_KEY, STRIPE_WEBHOOK_SECRET, StripeServer } from '#test/stripe-server';
import { outputFile } from './product.ts';

/**
 * Runs the product as `npm start` does, with a payment provider of the tests' own, and keeps all that it
 * prints, for a test that looks for secrets.
 */
mkdirSync(dirname(outputFile), { recursive: true });
const file = createWriteStream(outputFile);
const stripe = new StripeServer();
const payments = {
  STRIPE_SECRET_KEY: STRIPE_KEY,
  STRIPE_WEBHOOK_SECRET,
  STRIPE_API_URL: await stripe.listen(),
};
const product = spawn(process.execPath, ['bin/run.mjs', 'start'], {
  env: { ...process.env, ...payments },
  stdio: ['ignore', 'pipe', 'pipe'],
});
for (const stream of [product.stdout, product.stderr]) {
  for (const target of [file, process.stdout]) stream.pipe(target, { end: false });
}
// A signal goes to the whole process group; this process ends with the product.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
product.on('exit', (code) => {
  process.exitCode = code ?? 1;
  void stripe.close();
});
