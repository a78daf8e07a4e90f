export type Sample = { readonly id: string; readonly label: string; readonly code: string };

export type SampleCall = {
  /** Origin of the gate, without a slash at its end. */
  readonly baseUrl: string;
  /** The key's text, or null where it is not known any more: then the variable stands for it. */
  readonly secret: string | null;
  /** Name of the environment variable that holds the key. */
  readonly variable: string;
  /** Whether the key may create sessions; if not, the samples ask who the key is. */
  readonly createsSession: boolean;
};

const sessionBody = { mode: 'bidirectional_translation' };

/** One first call in three languages, each with nothing to install. */
export function samplesFor(call: SampleCall): readonly [Sample, Sample, Sample] {
  return [
    { id: 'curl', label: 'curl', code: curl(call) },
    { id: 'javascript', label: 'JavaScript', code: javascript(call) },
    { id: 'python', label: 'Python', code: python(call) },
  ];
}

function curl({ baseUrl, secret, variable, createsSession }: SampleCall): string {
  const key = `-H "Authorization: Bearer ${secret ?? `$${variable}`}"`;
  if (!createsSession) return [`curl -i ${baseUrl}/v1/me`, key].join(' \\\n  ');
  return [
    `curl -i -X POST ${baseUrl}/v1/sessions`,
    key,
    '-H "Content-Type: application/json"',
    `-d '${JSON.stringify(sessionBody)}'`,
  ].join(' \\\n  ');
}

function javascript({ baseUrl, secret, variable, createsSession }: SampleCall): string {
  const key = secret === null ? `process.env.${variable}` : `'${secret}'`;
  const session = [
    `const response = await fetch('${baseUrl}/v1/sessions', {`,
    "  method: 'POST',",
    '  headers: {',
    "    Authorization: 'Bearer ' + key,",
    "    'Content-Type': 'application/json',",
    '  },',
    `  body: JSON.stringify({ mode: '${sessionBody.mode}' }),`,
    '});',
  ];
  const me = [
    `const response = await fetch('${baseUrl}/v1/me', {`,
    "  headers: { Authorization: 'Bearer ' + key },",
    '});',
  ];
  return [
    `const key = ${key};`,
    ...(createsSession ? session : me),
    'console.log(response.status, await response.json());',
  ].join('\n');
}

function python({ baseUrl, secret, variable, createsSession }: SampleCall): string {
  const session = [
    'request = urllib.request.Request(',
    `    "${baseUrl}/v1/sessions",`,
    `    data=json.dumps(${JSON.stringify(sessionBody)}).encode(),`,
    '    headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},',
    ')',
  ];
  const me = [
    'request = urllib.request.Request(',
    `    "${baseUrl}/v1/me",`,
    '    headers={"Authorization": f"Bearer {key}"},',
    ')',
  ];
  return [
    `import ${secret === null ? 'json, os' : 'json'}, urllib.error, urllib.request`,
    '',
    `key = ${secret === null ? `os.environ["${variable}"]` : `"${secret}"`}`,
    ...(createsSession ? session : me),
    'try:',
    '    with urllib.request.urlopen(request) as response:',
    '        print(response.status, json.load(response))',
    'except urllib.error.HTTPError as error:',
    '    raise SystemExit(f"{error.code} {error.read().decode()}")',
  ].join('\n');
}
