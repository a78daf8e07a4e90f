import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clock } from '#lib/clock';
import { freePort } from '#lib/db/embedded/port';
import { childVariables } from '#lib/env';
import { residentMib } from './process.ts';

/** The first start builds the portal and makes the database. */
const START_WITHIN_MS = 15 * 60_000;

export type ProductName = 'portal' | 'gate' | 'worker';

export type Product = {
  readonly portalUrl: string;
  readonly dataDir: string;
  /** Milliseconds from the command to "is ready". */
  readonly startedIn: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Resident memory in MiB, with whatever a process started itself. */
  residentMib(name: ProductName): number;
  stop(): Promise<void>;
};

export type ProductFolder = {
  /** Runs `npm start`'s command on the folder until it says that it is ready. */
  start(): Promise<Product>;
  remove(): void;
};

/** A data folder and ports of its own for the whole product. */
export async function productFolder(): Promise<ProductFolder> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-product-'));
  const [portal, live, test] = [await freePort(), await freePort(), await freePort()];
  const variables = {
    DATA_DIR: dataDir,
    PORTAL_PORT: String(portal),
    GATE_LISTEN: `127.0.0.1:${live}:live,127.0.0.1:${test}:test`,
    GATE_METRICS_PORT: 'off',
    WORKER_METRICS_PORT: 'off',
    LOG_LEVEL: 'warn',
  };
  return {
    start: () => startProduct(dataDir, `http://localhost:${portal}`, variables),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** Runs `work` with a whole product on a data folder of its own, which is removed afterwards. */
export async function withProduct<T>(work: (product: Product) => Promise<T>): Promise<T> {
  const folder = await productFolder();
  try {
    const product = await folder.start();
    return await work(product).finally(product.stop);
  } finally {
    folder.remove();
  }
}

async function startProduct(
  dataDir: string,
  portalUrl: string,
  variables: Readonly<Record<string, string>>,
): Promise<Product> {
  const startedAt = clock.elapsed();
  const child = spawn(process.execPath, ['bin/run.mjs', 'start'], {
    env: { ...childVariables('production'), ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await isReady(child);
  const startedIn = clock.elapsed() - startedAt;
  return {
    portalUrl,
    dataDir,
    startedIn,
    variables,
    residentMib: (name) => residentOf(child.pid ?? 0, name),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error('the product did not start')), START_WITHIN_MS);
    child.stdout?.on('data', (text: Buffer) => {
      output += text.toString();
      if (!/ is ready \(/.test(output)) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', () => reject(new Error(`the product did not start:\n${output}`)));
  });
}

const SCRIPTS: Record<ProductName, RegExp> = {
  portal: /next\0start|next-server/,
  gate: /bin\/gate\.ts/,
  worker: /bin\/worker\.ts/,
};

/** Sums the named part and its descendants, below the launcher's process. */
function residentOf(launcher: number, name: ProductName): number {
  const below = childrenOf(launcher);
  const top = below.find((pid) => SCRIPTS[name].test(commandOf(pid)));
  if (top === undefined) throw new Error(`there is no process of the ${name}`);
  const family = [top];
  for (const pid of family) family.push(...childrenOf(pid));
  return family.reduce((sum, pid) => sum + (residentMib(pid) ?? 0), 0);
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | null {
  try {
    // The command in parentheses may contain anything; what follows it does not.
    const [, parent] = /\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(parent);
  } catch {
    return null;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
