import { SetupError } from '#lib/setup/error';
import { takeFileLock } from '#lib/setup/file-lock';
import { install, isInstalled } from '#lib/setup/install';
import { generateClient, isClientCurrent } from '#lib/setup/prisma-client';

export { SetupError } from '#lib/setup/error';

const LONGEST_SETUP_MS = 15 * 60_000;

/**
 * Brings a checkout to where its commands can run: packages as in the lock file, and the generated
 * Prisma client. Uses no installed package itself. Two runs at once do the work one after the other.
 * @param npmScript npm's own script (`npm_execpath`), if npm started us.
 * @throws SetupError with one sentence for the user.
 */
export function prepare(root: string, npmScript: string | undefined): void {
  if (isInstalled(root) && isClientCurrent(root)) return;
  const path = `${root}/.cache/setup.lock`;
  let lock = takeFileLock(path);
  if (lock === undefined) {
    say('Another command is setting up this folder; waiting for it.');
    lock = takeFileLock(path, LONGEST_SETUP_MS);
  }
  if (lock === undefined) throw new SetupError('Another command has held the set-up for too long.');
  try {
    if (!isInstalled(root)) {
      say('Installing packages (npm ci), about a minute.');
      install(root, npmScript);
    }
    if (!isClientCurrent(root)) {
      say('Generating the database client.');
      generateClient(root);
    }
  } finally {
    lock.release();
  }
}

/** To stderr, so that a command's own output on stdout stays clean. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
