import type { Message } from '#lib/alerts/message';
import { post } from '#lib/outbound/post';
import { unseal } from '#lib/seal';
import type { ChannelKind } from './channel.ts';

/** Slack's longest texts. Source: https://docs.slack.dev/reference/block-kit/blocks */
const LONGEST = 3_000;
const LONGEST_TITLE = 150;
/** Source: https://docs.slack.dev/messaging/formatting-message-text#escaping */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack's incoming webhooks, and those of others that take the same JSON. */
export const slack: ChannelKind = {
  send: async (message, { sealedUrl }) => {
    if (sealedUrl === null) return { ok: false, words: 'The channel has no address.' };
    const body = JSON.stringify(payloadOf(message));
    const posted = await post(unseal(sealedUrl), body, { 'content-type': 'application/json' });
    if (!posted.ok) return { ok: false, words: posted.why, detail: posted.detail };
    const { status } = posted.answer;
    if (status >= 200 && status < 300) return { ok: true, words: '' };
    const redirects = status >= 300 && status < 400 ? ' Redirects are not followed.' : '';
    return { ok: false, words: `Answered ${status}.${redirects}` };
  },
};

/**
 * `text` is for notifications and for others than Slack, `blocks` says the same. Names that people gave
 * stand only where Slack takes no markup.
 */
function payloadOf({ title, lines, link }: Message) {
  const body = escaped(lines.join('\n'), LONGEST);
  const more = `<${link.url}|${link.label}>`;
  return {
    text: `${escaped(title, LONGEST)}\n${body}\n${more}`,
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(escaped(title, LONGEST_TITLE)) },
      { type: 'section', text: plain(body) },
      { type: 'context', elements: [{ type: 'mrkdwn', text: more, verbatim: true }] },
    ],
  };
}

/** Source: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
function plain(text: string) {
  return { type: 'plain_text', text, emoji: false };
}

/** The three characters that Slack parses, cut between characters: a text that is too long is refused as a whole. */
function escaped(text: string, limit: number): string {
  let out = '';
  for (const character of text) {
    const next = ENTITIES[character] ?? character;
    if (out.length + next.length > limit) break;
    out += next;
  }
  return out;
}
