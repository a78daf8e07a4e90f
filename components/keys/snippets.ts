import { brand } from '#lib/brand';

/** One way of showing a new key, ready to be pasted somewhere. */
export type Snippet = {
  readonly id: 'key' | 'env' | 'curl';
  readonly label: string;
  /** What the copy button says it copies. */
  readonly copies: string;
  readonly text: string;
  /** What pasting or running it does. */
  readonly note: string;
};

/** The line for a `.env` file. Keys are base62 and underscores, so nothing needs quotes. */
export function envLine(secret: string): string {
  return `${brand.keyVariable}=${secret}`;
}

/** A first call with this key: creates a session where the key may, else asks who it is. */
export function curlLine(secret: string, baseUrl: string, createsSession: boolean): string {
  const authorization = `-H "Authorization: Bearer ${secret}"`;
  if (!createsSession) return [`curl -i ${baseUrl}/v1/me`, authorization].join(' \\\n  ');
  return [
    `curl -i -X POST ${baseUrl}/v1/sessions`,
    authorization,
    '-H "Content-Type: application/json"',
    `-d '{"mode":"bidirectional_translation"}'`,
  ].join(' \\\n  ');
}

/** The three forms in which a new key is offered, the bare key first. */
export function snippetsFor(
  secret: string,
  baseUrl: string,
  createsSession: boolean,
): readonly [Snippet, Snippet, Snippet] {
  return [
    {
      id: 'key',
      label: 'Key',
      copies: 'key',
      text: secret,
      note: 'For a password or secret manager.',
    },
    {
      id: 'env',
      label: '.env line',
      copies: '.env line',
      text: envLine(secret),
      note: 'For your server’s .env file. Keep that file out of git.',
    },
    {
      id: 'curl',
      label: 'curl',
      copies: 'curl command',
      text: curlLine(secret, baseUrl, createsSession),
      note: createsSession
        ? 'Creates a session: answers 201 and costs 1 credit.'
        : 'Asks the API who the key is: free.',
    },
  ];
}

/** A file name for the download, from the key's name: `production-server.env`. */
export function envFileName(keyName: string): string {
  const stem = keyName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${stem || 'api-key'}.env`;
}
