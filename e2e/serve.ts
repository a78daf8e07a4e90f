import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { outputFile } from './product.ts';

/** Runs the product as `npm start` does and keeps all that it prints, for a test that looks for secrets. */
mkdirSync(dirname(outputFile), { recursive: true });
const file = createWriteStream(outputFile);
const product = spawn(process.execPath, ['bin/run.mjs', 'start'], {
  stdio: ['ignore', 'pipe', 'pipe'],
});
for (const stream of [product.stdout, product.stderr]) {
  for (const target of [file, process.stdout]) stream.pipe(target, { end: false });
}
// A signal goes to the whole process group; this process ends with the product.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
product.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
