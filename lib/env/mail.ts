import { z } from 'zod';
import { brand } from '#lib/brand';

const MAILBOX = /^(?:[^<>\p{Cc}]{1,100}<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,]+@[^\s<>@,]+)$/u;

const PORTS = /^\d{1,5}(?:\s*,\s*\d{1,5})*$/;

/** Settings of what leaves by mail and webhook. */
export const mailShape = {
  SMTP_URL: z
    .string()
    .optional()
    .refine((text) => text === undefined || isSmtp(text), {
      error: 'is not an smtp:// or smtps:// address',
    }),
  MAIL_FROM: z
    .string()
    .optional()
    .refine((text) => text === undefined || MAILBOX.test(text), {
      error: 'is not an address such as portal@example.com or Portal <portal@example.com>',
    }),
  WEBHOOK_ALLOW_LOOPBACK: z
    .enum(['0', '1'], { error: 'is neither 0 nor 1' })
    .default('0')
    .transform((text) => text === '1'),
  WEBHOOK_PORTS: z
    .string()
    .default('443')
    .transform((text) => (PORTS.test(text.trim()) ? text.split(',').map(Number) : [0]))
    .refine((ports) => ports.every((port) => port >= 1 && port <= 65_535), {
      error: 'is not a list of port numbers such as 443,8443',
    }),
};

export type MailSettings = {
  /** May hold a password; undefined means that mails become files. */
  readonly smtpUrl: string | undefined;
  /** Sender of every mail. */
  readonly mailFrom: string;
  /** Whether webhooks may go to this machine, also over http: for development and tests. */
  readonly webhookAllowLoopback: boolean;
  /** The ports that webhooks of other machines may name. */
  readonly webhookPorts: readonly number[];
};

/** @param portalUrl the portal's origin, whose host the sender has when none is set. */
export function readMail(
  raw: z.output<z.ZodObject<typeof mailShape>>,
  portalUrl: string,
): MailSettings {
  return {
    smtpUrl: raw.SMTP_URL,
    mailFrom: raw.MAIL_FROM ?? `${brand.name} <no-reply@${new URL(portalUrl).hostname}>`,
    webhookAllowLoopback: raw.WEBHOOK_ALLOW_LOOPBACK,
    webhookPorts: raw.WEBHOOK_PORTS,
  };
}

function isSmtp(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}
