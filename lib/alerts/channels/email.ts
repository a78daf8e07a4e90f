import type { Message } from '#lib/alerts/message';
import { brand } from '#lib/brand';
import { type Sent, sendMail } from '#lib/mail/send';
import type { ChannelKind } from './channel.ts';

/** Mail to people, as text and as HTML. */
export const email: ChannelKind = {
  send: async (message, { deliveryId, recipients, waiting }) => {
    if (recipients.length === 0) return { ok: false, words: nobody(waiting) };
    const others = waiting > 0 ? `Not sent to ${plural(waiting)} that nobody confirmed yet.` : '';
    try {
      const sent = await sendMail({
        id: deliveryId,
        to: recipients,
        subject: message.title,
        text: textOf(message),
        html: htmlOf(message),
      });
      return { ok: true, words: [sentWords(sent, recipients.length), others].join(' ').trim() };
    } catch (error) {
      return { ok: false, words: whyNot(error) };
    }
  },
};

function nobody(waiting: number): string {
  if (waiting === 0) return 'There is nobody to write to: no owner or admin is active.';
  return `There is nobody to write to: confirmation is awaited of ${plural(waiting)}.`;
}

function sentWords({ by, refused }: Sent, recipients: number): string {
  if (by === 'outbox') return 'Kept as a file in the outbox.';
  return refused.length > 0 ? `Refused for ${refused.length} of ${recipients} addresses.` : '';
}

function plural(addresses: number): string {
  return addresses === 1 ? 'one address' : `${addresses} addresses`;
}

function textOf({ title, lines, link }: Message): string {
  return [title, '', ...lines, '', `${link.label}: ${link.url}`, '', `-- `, brand.name, ''].join(
    '\n',
  );
}

function htmlOf({ title, lines, link }: Message): string {
  const body = lines.map((line) => `<p style="margin:0 0 8px">${escaped(line)}</p>`).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;font:14px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#171717;background:#ffffff">
<h1 style="font-size:18px;margin:0 0 16px">${escaped(title)}</h1>
${body}
<p style="margin:16px 0"><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>
<p style="margin:24px 0 0;font-size:12px;color:#525252">${escaped(brand.name)}</p>
</body></html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The server is the operator's, so its host and its words stay out of what organizations read. */
function whyNot(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const parts = [code, responseCode].filter((part) => part !== undefined).join(' ');
  return responseCode === undefined
    ? `The mail server could not be reached${parts ? ` (${parts})` : ''}.`
    : `The mail server did not take it (${parts}).`;
}
