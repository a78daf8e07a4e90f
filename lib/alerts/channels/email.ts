import type { Addressee } from '#lib/alerts/addressee';
import type { Message } from '#lib/alerts/message';
import type { Taken } from '#lib/alerts/take-mail';
import { brand } from '#lib/brand';
import { type Sent, sendMail } from '#lib/mail/send';
import type { Attempt, ChannelKind, Destination } from './channel.ts';

const NO_MORE = 'Get no more of these mails';

/** What became of the mail to one address. */
type Outcome =
  | { readonly do: 'sent'; readonly by: Sent }
  | { readonly do: 'refused' | 'unreached'; readonly words: string }
  | Exclude<Taken, { do: 'send' }>;

/** Mail to people, as text and as HTML, to each their own. */
export const email: ChannelKind = {
  send: async (message, to) => {
    if (to.recipients.length === 0) return { ok: false, words: nobodyWords(to), nobody: true };
    const outcomes: Outcome[] = [];
    for (const recipient of to.recipients) {
      const outcome = await tell(message, to.deliveryId, recipient);
      outcomes.push(outcome);
      // The others would wait for a server that is away just as long.
      if (outcome.do === 'unreached') break;
    }
    return attemptOf(outcomes, to);
  },
};

/** A message as a mail to one address. @throws as `sendMail` does. */
export function mailMessage(
  message: Message,
  { id, to, withdrawal }: { id: string; to: string; withdrawal?: Addressee['withdrawal'] },
): Promise<Sent> {
  return sendMail({
    id,
    to,
    subject: message.title,
    text: textOf(message, withdrawal?.page),
    html: htmlOf(message, withdrawal?.page),
    ...(withdrawal && { withdrawUrl: withdrawal.oneClick }),
  });
}

async function tell(message: Message, id: string, recipient: Addressee): Promise<Outcome> {
  const taken = await recipient.take();
  if (taken.do !== 'send') return taken;
  const { email: to, withdrawal } = recipient;
  try {
    const by = await mailMessage(message, { id, to, ...(withdrawal && { withdrawal }) });
    await recipient.settle(true);
    return { do: 'sent', by };
  } catch (error) {
    await recipient.settle(false);
    return whyNot(error);
  }
}

/** What the outcomes are together: a server that is away is a failure, whatever else waits. */
function attemptOf(outcomes: readonly Outcome[], to: Destination): Attempt {
  const words = wordsOf(outcomes, to);
  const [away] = outcomes.flatMap((one) => (one.do === 'unreached' ? one.words : []));
  if (away !== undefined) return { ok: false, words: `${words} ${away}`.trim() };
  const waits = outcomes.flatMap((one) => (one.do === 'wait' ? one.until.getTime() : []));
  if (waits.length > 0) return { ok: false, words, until: new Date(Math.min(...waits)) };
  const refused = outcomes.flatMap((one) => (one.do === 'refused' ? one.words : []));
  return refused.length === outcomes.length
    ? { ok: false, words: refused[0] ?? '' }
    : { ok: true, words };
}

function wordsOf(outcomes: readonly Outcome[], { recipients, waiting, withdrawn }: Destination) {
  const count = (is: (one: Outcome) => boolean) => outcomes.filter(is).length;
  const elsewhere = count((one) => one.do === 'leave' && one.by === 'another');
  const refused = count((one) => one.do === 'refused');
  const many = count((one) => one.do === 'wait' && one.why === 'many');
  const behind = count((one) => one.do === 'wait' && one.why !== 'many');
  const said = [
    outcomes.some((one) => one.do === 'sent' && one.by === 'outbox') &&
      'Kept as a file in the outbox.',
    elsewhere > 0 && `Sent to ${plural(elsewhere)} by another channel.`,
    refused > 0 && `Refused for ${refused} of ${recipients.length} addresses.`,
    many > 0 && `Waits for ${plural(many)} that got very many mails of alerts: sent later.`,
    behind > 0 && `Waits for ${plural(behind)} that another mail goes to first.`,
    waiting > 0 && `Not sent to ${plural(waiting)} that nobody confirmed yet.`,
    withdrawn > 0 && `Not sent to ${plural(withdrawn)} whose owner wants no alerts.`,
  ];
  return said.filter(Boolean).join(' ');
}

function nobodyWords({ waiting, withdrawn }: Destination): string {
  const start = 'There is nobody to write to:';
  if (waiting > 0) return `${start} confirmation is awaited of ${plural(waiting)}.`;
  if (withdrawn > 0) return `${start} the owners of all its addresses want no alerts.`;
  return `${start} no owner or admin is active.`;
}

function plural(addresses: number): string {
  return addresses === 1 ? 'one address' : `${addresses} addresses`;
}

function textOf({ title, lines, link }: Message, page: string | undefined): string {
  const foot = page === undefined ? [] : [`${NO_MORE}: ${page}`];
  const body = [title, '', ...lines, '', `${link.label}: ${link.url}`, ''];
  return [...body, '-- ', brand.name, ...foot, ''].join('\n');
}

function htmlOf({ title, lines, link }: Message, page: string | undefined): string {
  const body = lines.map((line) => `<p style="margin:0 0 8px">${escaped(line)}</p>`).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;font:14px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#171717;background:#ffffff">
<h1 style="font-size:18px;margin:0 0 16px">${escaped(title)}</h1>
${body}
<p style="margin:16px 0"><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>
<p style="margin:24px 0 0;font-size:12px;color:#525252">${escaped(brand.name)}${page === undefined ? '' : `<br><a href="${escaped(page)}">${NO_MORE}</a>`}</p>
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
function whyNot(error: unknown): Outcome {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const parts = [code, responseCode].filter((part) => part !== undefined).join(' ');
  if (responseCode !== undefined) {
    return { do: 'refused', words: `The mail server did not take it (${parts}).` };
  }
  const words = `The mail server could not be reached${parts ? ` (${parts})` : ''}.`;
  return { do: 'unreached', words };
}
