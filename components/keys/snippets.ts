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

/**
 * A `.env` file of several keys: each has a variable of its own, named after the key, under a comment
 * with the key's whole name. Names hold no line breaks, so a name cannot add a line.
 */
export function envFile(
  keys: readonly { readonly name: string; readonly secret: string }[],
): string {
  const taken = new Set<string>();
  const lines = keys.map(({ name, secret }, at) => {
    const variable = freeVariable(name, at + 1, taken);
    taken.add(variable);
    return `# ${name}\n${variable}=${secret}\n`;
  });
  return lines.join('');
}

/** `PORTAL_API_KEY_CHECKOUT`, with a number behind it when another key has that one. */
function freeVariable(name: string, position: number, taken: ReadonlySet<string>): string {
  const stem = stemOf(name, '_').toUpperCase() || String(position);
  const wanted = `${brand.keyVariable}_${stem}`;
  let variable = wanted;
  for (let next = 2; taken.has(variable); next++) variable = `${wanted}_${next}`;
  return variable;
}

/** A file name for the download, from the key's name: `production-server.env`. */
export function envFileName(keyName: string): string {
  return `${stemOf(keyName, '-') || 'api-key'}.env`;
}

/** What of a name is ASCII letters and digits, in lower case, its words joined; at most 40 characters. */
function stemOf(name: string, joint: '-' | '_'): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return (words ?? []).join(joint).slice(0, 40);
}
