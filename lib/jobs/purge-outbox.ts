import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { clock } from '#lib/clock';
import { outboxFolder } from '#lib/mail/send';
import type { Job } from './job.ts';

/** Days that a mail without a server to go to is kept. */
const DAYS = 30;

/** Mails hold names of keys and addresses of people, so the outbox is no archive. Other files in it stay. */
export const purgeOutbox: Job = {
  name: 'purge-outbox',
  cron: '43 3 * * *',
  run: async () => {
    const before = clock.now() - DAYS * 86_400_000;
    let purged = 0;
    for (const name of await mails()) {
      const path = join(outboxFolder(), name);
      // Another worker may be faster.
      const written = await stat(path).catch(unlessGone);
      if (written === undefined || written.mtimeMs >= before) continue;
      await unlink(path).catch(unlessGone);
      purged += 1;
    }
    return purged;
  },
};

/** The outbox's mails, those included that were broken off while they were written. */
async function mails(): Promise<string[]> {
  const names = (await readdir(outboxFolder()).catch(unlessGone)) ?? [];
  return names.filter((name) => /\.eml(\.new)?$/.test(name));
}

function unlessGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
