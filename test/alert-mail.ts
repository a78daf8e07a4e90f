import type { ParsedMail } from 'mailparser';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { createPool } from '#lib/db/pool';
import { resetEnv } from '#lib/env';
import { closeMail } from '#lib/mail/send';
import { ownerPool } from '#test/database';
import { startMailServer } from '#test/mail-server';

export type AlertMail = {
  /** For what the worker does. */
  pool: Pool;
  url: string;
  mails: ParsedMail[];
};

/**
 * For a file of tests: alerts go out by a real mail server, and after each test nothing of them is left.
 * @param refuse recipients that the server does not take
 */
export function openAlertMail(refuse: readonly string[] = []): AlertMail {
  const at = { mails: [] as ParsedMail[], url: '' } as AlertMail;
  let close = async () => {};
  beforeAll(async () => {
    const server = await startMailServer(refuse);
    Object.assign(at, { pool: createPool({ max: 4, name: 'test' }), ...server });
    close = server.close;
    vi.stubEnv('SMTP_URL', server.url);
    vi.stubEnv('MAIL_FROM', 'portal@example.com');
    resetEnv();
  });
  afterAll(async () => {
    closeMail();
    await Promise.all([at.pool.end(), close()]);
    vi.unstubAllEnvs();
    resetEnv();
  });
  afterEach(async () => {
    for (const table of ['alert_deliveries', 'alert_recipients', 'alert_mails']) {
      await ownerPool().query(`DELETE FROM ${table}`);
    }
    at.mails.length = 0;
  });
  return at;
}
