import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type MessageFacts, messageOf } from '#lib/alerts/message';
import { saveChannelInput } from '#lib/alerts/save-channel';
import { resetEnv } from '#lib/env';
import { closeMail, sendMail } from '#lib/mail/send';
import { seal } from '#lib/seal';
import { type HookServer, startHookServer } from '#test/hook-server';
import { type MailServer, startMailServer } from '#test/mail-server';
import { email } from './email.ts';
import { slack } from './slack.ts';

const HOSTILE =
  '<!channel> <@U1> @here #all https://evil.example [a](b) *b* <b onclick="x">&amp; www.evil.example';
/** Of it all that a program would begin a mention or a link with. */
const ALIVE = /@(?!\u2060)|#(?!\u2060)|\]\(|:\/\/|www\.e|evil\.example/;

let hook: HookServer;
let smtp: MailServer;

beforeAll(async () => {
  hook = await startHookServer();
  smtp = await startMailServer();
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  vi.stubEnv('SMTP_URL', smtp.url);
  vi.stubEnv('MAIL_FROM', 'portal@example.com');
  resetEnv();
});
afterAll(async () => {
  closeMail();
  await Promise.all([hook.close(), smtp.close()]);
  vi.unstubAllEnvs();
  resetEnv();
});
beforeEach(() => {
  hook.bodies.length = 0;
  smtp.mails.length = 0;
});

/** An alert whose every name is `name`: of key, client, rule, organization and channel. */
function facts(name: string): MessageFacts {
  const at = '2026-11-27T08:00:00.000Z';
  const caller = { sign: 'new_caller', at, ip: '::1', client: name };
  const evidence = { signs: [{ ...caller, newAddress: true, newClient: true }], lastAt: at };
  const alert = { id: 'alt_1', kind: 'unusual_activity', environment: 'live' } as const;
  const told = {
    rule: name,
    keyName: name,
    evidence,
    resolution: null,
    firedAt: at,
    resolvedAt: null,
  };
  return { event: 'firing', organization: name, channel: name, alert: { ...alert, ...told } };
}

async function told(name: string) {
  const message = messageOf(facts(name), 'https://portal.example.com');
  const to = {
    deliveryId: 'adl_1',
    recipients: [
      {
        email: 'ops@example.com',
        take: async () => ({ do: 'send' as const }),
        settle: async () => undefined,
      },
    ],
    waiting: 0,
    withdrawn: 0,
    sealedUrl: seal(hook.url),
  };
  expect(await slack.send(message, to)).toEqual({ ok: true, words: '' });
  expect(await email.send(message, to)).toEqual({ ok: true, words: '' });
  return { slack: JSON.parse(hook.bodies[0] ?? '{}'), mail: smtp.mails[0] };
}

const LINK = 'https://portal.example.com/live/alerts/alt_1';

describe('names that people gave', () => {
  test('are text in Slack: no mention, no link, no markup', async () => {
    const { slack: sent } = await told(HOSTILE);
    const [head, body, foot] = sent.blocks;
    expect([head.text.type, body.text.type]).toEqual(['plain_text', 'plain_text']);
    expect(foot.elements).toEqual([
      { type: 'mrkdwn', text: `<${LINK}|Open the alert>`, verbatim: true },
    ]);
    expect(sent).toMatchObject({
      mrkdwn: false,
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    });
    const fallback = sent.text.replace(`<${LINK}|Open the alert>`, '');
    for (const text of [head.text.text, body.text.text, fallback]) {
      expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      expect(text).not.toMatch(ALIVE);
    }
    expect(body.text.text).toContain('&lt;!channel&gt;');
    expect(body.text.text.split('&lt;!channel&gt;')).toHaveLength(4);
  });

  test('never make a title that Slack refuses for its length', async () => {
    const { slack: sent } = await told('&'.repeat(80));
    const title = sent.blocks[0].text.text;
    expect(title.length).toBeLessThanOrEqual(150);
    expect(title).toMatch(/(&amp;)$/);
  });

  test('are text in mails: no element, no link, no header', async () => {
    const { mail } = await told(HOSTILE);
    const html = String(mail?.html).replaceAll(LINK, '');
    expect(html).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;amp;');
    expect(html).not.toMatch(/<b |<!channel|<@/);
    expect(html.replace(/style="[^"]*"/g, '')).not.toMatch(/evil\.example|:\/\//);
    expect(mail?.text?.replaceAll(LINK, '')).not.toMatch(ALIVE);
    expect(mail?.subject).toContain('<!channel>');
  });

  test.each(['\r\n', '\n', '\r'])('with %j add no header and no body to a mail', async (end) => {
    const { mail } = await told(`x${end}Bcc: victim@example.com${end}${end}<p>body`);
    const headers = [...(mail?.headers.keys() ?? [])];
    expect(headers).not.toContain('bcc');
    expect(mail?.text?.startsWith('Unusual activity of key “x')).toBe(true);
    const to = `ops@example.com${end}Bcc: victim@example.com`;
    await sendMail({ to, subject: `s${end}X-Own: 1`, text: 't', html: 'h', id: 'm1' }).catch(
      () => undefined,
    );
    for (const { headers: sent } of smtp.mails) {
      expect(sent.has('x-own') || sent.has('bcc')).toBe(false);
    }
  });
});

test.each([
  'ops@example.com\r\nBcc: victim@example.com',
  'ops@example.com, victim@example.com',
  'Ops <ops@example.com>',
  'ops@example.com victim@example.com',
  'group: ops@example.com;',
])('%j is no address of one recipient', (address) => {
  const channel = { kind: 'email', name: 'Ops', enabled: true, recipients: [address] };
  expect(saveChannelInput.safeParse(channel).success).toBe(false);
});
