import type { Sample } from '#components/docs/sample';

/** A call to show: `{NAME}` in the path stands for a variable that holds an id. */
type Call = {
  readonly method?: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
};

const VARIABLE = /\{([A-Z_]+)\}/g;

/** One call in curl, JavaScript and Python, each with nothing to install. */
export function callSample(call: Call): Required<Sample> {
  return { bash: curl(call), js: javascript(call), python: python(call) };
}

function curl({ method, path, body }: Call): string {
  const address = `BASE_URL${path.replace(VARIABLE, '$$$1')}`;
  return [
    `curl ${method === undefined ? '' : `-X ${method} `}${address}`,
    '-H "Authorization: Bearer $KEY"',
    ...(body === undefined ? [] : ['-H "Content-Type: application/json"']),
    ...(method === 'POST' ? ['-H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)"'] : []),
    ...(body === undefined ? [] : [`-d '${JSON.stringify(body)}'`]),
  ].join(' \\\n  ');
}

function javascript({ method, path, body }: Call): string {
  const quote = hasVariable(path) ? '`' : "'";
  const address = `${quote}BASE_URL${path.replace(VARIABLE, '$${process.env.$1}')}${quote}`;
  const headers = [
    `Authorization: \`Bearer \${process.env.KEY}\``,
    ...(body === undefined ? [] : ["'Content-Type': 'application/json'"]),
    ...(method === 'POST' ? ["'Idempotency-Key': crypto.randomUUID()"] : []),
  ];
  return [
    `const response = await fetch(${address}, {`,
    ...(method === undefined ? [] : [`  method: '${method}',`]),
    `  headers: ${braced(headers, '  ', ' ')},`,
    ...(body === undefined ? [] : [`  body: JSON.stringify(${braced(script(body), '  ', ' ')}),`]),
    '});',
    'console.log(response.status);',
    'console.dir(await response.json(), { depth: null });',
  ].join('\n');
}

function python({ method, path, body }: Call): string {
  const address = `"BASE_URL${path.replace(VARIABLE, "{os.environ['$1']}")}"`;
  const headers = [
    '"Authorization": f"Bearer {os.environ[\'KEY\']}"',
    ...(body === undefined ? [] : ['"Content-Type": "application/json"']),
    ...(method === 'POST' ? ['"Idempotency-Key": str(uuid.uuid4())'] : []),
  ];
  const data = body === undefined ? null : braced(dictionary(body), '    ');
  return [
    `import json, os, urllib.error, urllib.request${method === 'POST' ? ', uuid' : ''}`,
    '',
    'request = urllib.request.Request(',
    `    ${hasVariable(path) ? 'f' : ''}${address},`,
    ...(method === undefined ? [] : [`    method="${method}",`]),
    ...(data === null ? [] : [`    data=json.dumps(${data}).encode(),`]),
    `    headers=${braced(headers, '    ')},`,
    ')',
    'try:',
    '    with urllib.request.urlopen(request) as response:',
    '        print(response.status, json.load(response))',
    'except urllib.error.HTTPError as error:',
    '    raise SystemExit(f"{error.code} {error.read().decode()}")',
  ].join('\n');
}

function hasVariable(path: string): boolean {
  return path.search(VARIABLE) >= 0;
}

/** Fields in braces: one on a line with them, several below each other. */
function braced(fields: readonly string[], indent: string, pad = ''): string {
  if (fields.length === 1) return `{${pad}${fields[0]}${pad}}`;
  const step = pad === '' ? '    ' : '  ';
  const lines = fields.map((field) => `${indent}${step}${field},`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** The fields of a body as JavaScript is written. */
function script(body: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(body).map(([name, value]) => {
    const text = spaced(value)
      .replace(/"(\w+)": /g, '$1: ')
      .replaceAll('"', "'");
    return `${name}: ${text.replace(/\{(.+)\}/, '{ $1 }')}`;
  });
}

/** The fields of a body as Python is written. */
function dictionary(body: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(body).map(([name, value]) => {
    return `"${name}": ${spaced(value).replace(/\btrue\b/g, 'True')}`;
  });
}

/** JSON on one line, with the blanks that people put into it. */
function spaced(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/([[{])\n\s*/g, '$1')
    .replace(/\n\s*([\]}])/g, '$1')
    .replace(/\n\s*/g, ' ');
}
