import type { Operation } from './operations.ts';

/** A program in each language; `BASE_URL` stands for the gate's address, `KEY` for the variable of the key. */
export type RequestSample = { readonly bash: string; readonly js: string; readonly python: string };

/**
 * A call of an operation with the body of its example, as programs that a test runs. The generators that
 * we tried put the key into the text of the program, see docs/decisions/0045.
 */
export function requestSample(operation: Operation): RequestSample {
  const call = callOf(operation);
  return { bash: curl(call), js: javascript(call), python: python(call) };
}

type Call = {
  readonly method: string;
  readonly url: string;
  readonly needsKey: boolean;
  readonly repeatable: boolean;
  /** Undefined when nothing is sent. */
  readonly body: unknown;
  /** What to do with the answer's body: print it, or write it to a file of that name. */
  readonly answer: 'json' | 'nothing' | { readonly file: string };
};

function callOf({ method, examplePath, needsKey, parameters, body, answer }: Operation): Call {
  const [name = '', extension = ''] = [examplePath.split('/').at(-1), answer.type?.split('/')[1]];
  const isJson = answer.type === 'application/json';
  const sent = Object.keys(body?.example ?? {}).length > 0;
  return {
    method,
    url: `BASE_URL${examplePath}`,
    needsKey,
    repeatable: parameters.some((parameter) => parameter.name === 'Idempotency-Key'),
    body: sent ? body?.example : undefined,
    answer: answer.type === null ? 'nothing' : isJson ? 'json' : { file: `${name}.${extension}` },
  };
}

function curl({ method, url, needsKey, repeatable, body, answer }: Call): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${url}`];
  if (needsKey) lines.push('-H "Authorization: Bearer $KEY"');
  if (body !== undefined) lines.push('-H "Content-Type: application/json"');
  if (repeatable) lines.push('-H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)"');
  if (body !== undefined) lines.push(`-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
  if (typeof answer === 'object') lines.push(`-o ${answer.file}`);
  return lines.join(' \\\n  ');
}

function javascript({ method, url, needsKey, repeatable, body, answer }: Call): string {
  const headers: string[] = [];
  if (needsKey) headers.push(`Authorization: \`Bearer \${process.env.KEY}\`,`);
  if (body !== undefined) headers.push("'Content-Type': 'application/json',");
  if (repeatable) headers.push("'Idempotency-Key': crypto.randomUUID(),");
  const options: string[] = [];
  if (method !== 'GET') options.push(`method: '${method}',`);
  if (headers.length === 1) options.push(`headers: { ${headers[0]?.slice(0, -1)} },`);
  if (headers.length > 1) options.push(`headers: {\n${indented(headers.join('\n'))}\n},`);
  if (body !== undefined) options.push(`body: JSON.stringify(${literal(body, javascriptWords)}),`);
  const given = options.length === 0 ? '' : `, {\n${indented(options.join('\n'))}\n}`;
  const call = `const response = await fetch('${url}'${given});`;
  if (answer === 'nothing') return `${call}\nconsole.log(response.status);`;
  if (answer === 'json') return `${call}\nconsole.log(response.status, await response.json());`;
  const file = `await writeFile('${answer.file}', Buffer.from(await response.arrayBuffer()));`;
  const known = "import { writeFile } from 'node:fs/promises';";
  return `${known}\n\n${call}\n${file}\nconsole.log(response.status);`;
}

function python({ method, url, needsKey, repeatable, body, answer }: Call): string {
  const headers: string[] = [];
  if (needsKey) headers.push(`"Authorization": f"Bearer {os.environ['KEY']}",`);
  if (body !== undefined) headers.push('"Content-Type": "application/json",');
  if (repeatable) headers.push('"Idempotency-Key": str(uuid.uuid4()),');
  const given = [`"${url}",`];
  if (method !== 'GET') given.push(`method="${method}",`);
  if (body !== undefined) given.push(`data=json.dumps(${literal(body, pythonWords)}).encode(),`);
  if (headers.length > 0) given.push(`headers={\n${indented(headers.join('\n'), 4)}\n},`);
  const modules = ['urllib.error', 'urllib.request'];
  if (repeatable) modules.push('uuid');
  if (needsKey) modules.unshift('os');
  if (body !== undefined || answer === 'json') modules.unshift('json');
  const printed = answer === 'json' ? 'response.status, json.load(response)' : 'response.status';
  const done = [`print(${printed})`];
  if (typeof answer === 'object') {
    done.unshift(`with open("${answer.file}", "wb") as file:\n    file.write(response.read())`);
  }
  return `import ${modules.join(', ')}

request = urllib.request.Request(
${indented(given.join('\n'), 4)}
)
try:
    with urllib.request.urlopen(request) as response:
${indented(done.join('\n'), 8)}
except urllib.error.HTTPError as error:
    raise SystemExit(f"{error.code} {error.read().decode()}")`;
}

function indented(text: string, by = 2): string {
  return text.replace(/^/gm, ' '.repeat(by));
}

/** How a language writes what JSON has words for, and the name of a field. */
type Words = {
  readonly word: (value: boolean | null) => string;
  readonly text: (value: string) => string;
  readonly name: (name: string) => string;
  readonly indent: number;
};

const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replaceAll("'", "\\'")}'`;
const javascriptWords: Words = {
  word: String,
  text: quoted,
  name: (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : quoted(name)),
  indent: 2,
};
const pythonWords: Words = {
  word: (value) => (value === null ? 'None' : value ? 'True' : 'False'),
  text: JSON.stringify,
  name: JSON.stringify,
  indent: 4,
};

function literal(value: unknown, words: Words): string {
  if (typeof value === 'string') return words.text(value);
  if (typeof value === 'boolean' || value === null) return words.word(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, words)).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([name, field]) => `${words.name(name)}: ${literal(field, words)},`,
  );
  return `{\n${indented(fields.join('\n'), words.indent)}\n}`;
}
