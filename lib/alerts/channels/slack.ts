import type { Message } from '#lib/alerts/message';
import { post } from '#lib/outbound/post';
import { unseal } from '#lib/seal';
import type { ChannelKind } from './channel.ts';

/** Slack's longest text of a section. Source: https://docs.slack.dev/reference/block-kit/blocks/section-block */
const LONGEST = 3_000;

/** Slack's incoming webhooks, and those of others that take the same JSON. */
export const slack: ChannelKind = {
  send: async (message, { sealedUrl }) => {
    if (sealedUrl === null) return { ok: false, words: 'The channel has no address.' };
    const body = JSON.stringify(payloadOf(message));
    const posted = await post(unseal(sealedUrl), body, { 'content-type': 'application/json' });
    if (!posted.ok) return { ok: false, words: posted.why };
    const { status } = posted.answer;
    if (status >= 200 && status < 300) return { ok: true, words: '' };
    const redirects = status >= 300 && status < 400 ? ' Redirects are not followed.' : '';
    return { ok: false, words: `Answered ${status}.${redirects}` };
  },
};

/** `text` is for notifications and readers of plain text; `blocks` says the same. */
function payloadOf({ title, lines, link }: Message) {
  const text = [`*${escaped(title)}*`, ...lines.map(escaped)].join('\n').slice(0, LONGEST);
  const more = `<${escaped(link.url)}|${escaped(link.label)}>`;
  return {
    text: `${text}\n${more}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: more }] },
    ],
  };
}

/** Source: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
