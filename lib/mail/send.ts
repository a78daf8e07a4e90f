import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodemailer, { type Transporter } from 'nodemailer';
import { settings } from '#lib/env';
import { ulid } from '#lib/ids';

/** One mail to one person. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Names the mail for good, so that one that is sent twice can be told: letters, digits, `_`. */
  readonly id: string;
  /** Where its receiver's mail program may say by one POST that no more are wanted (RFC 8058). */
  readonly withdrawUrl?: string;
};

/** Where a mail went. */
export type Sent = 'smtp' | 'outbox';

const WAIT_MS = 10_000;
let transport: { readonly url: string; readonly it: Transporter } | undefined;

/**
 * Sends a mail by SMTP_URL. Without one it becomes a file in the outbox of the data folder, for its
 * owner's eyes only. @throws when the server does not take it, or cannot be reached.
 */
export async function sendMail(mail: Mail): Promise<Sent> {
  const { mailFrom, smtpUrl } = settings().mail;
  const domain = /@([^>\s]+)>?$/.exec(mailFrom)?.[1] ?? 'localhost';
  const message = {
    from: mailFrom,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', ...withdrawal(mail.withdrawUrl) },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  if (smtpUrl === undefined) {
    const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });
    const composed = await composer.sendMail(message);
    store(composed.message);
    return 'outbox';
  }
  await smtp(smtpUrl).sendMail(message);
  return 'smtp';
}

function withdrawal(url: string | undefined): Record<string, string> {
  return url === undefined
    ? {}
    : { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/** The folder of mails that have no server to go to. */
export function outboxFolder(): string {
  return join(settings().dataDir, 'outbox');
}

/** Ends the connections to the mail server. */
export function closeMail(): void {
  transport?.it.close();
  transport = undefined;
}

function smtp(url: string): Transporter {
  if (transport?.url === url) return transport.it;
  closeMail();
  const it = nodemailer.createTransport({
    url,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    dnsTimeout: WAIT_MS,
  });
  transport = { url, it };
  return it;
}

function store(message: unknown): void {
  const folder = outboxFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${ulid()}.eml`);
  // Whoever looks sees whole mails only.
  writeFileSync(`${path}.new`, message as Buffer, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
