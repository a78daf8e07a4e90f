import { braced, indented, javascriptWords, literal, pythonWords } from './literal.ts';

/** A program in each language; `BASE_URL` stands for the gate's address, `KEY` for the variable of the key. */
export type CallSample = { readonly bash: string; readonly js: string; readonly python: string };

/** A call to show. */
export type SampleCall = {
  /** GET when it is left out. */
  readonly method?: string;
  /** `{NAME}` in it stands for a variable that holds an id. */
  readonly path: string;
  readonly isOpen?: boolean;
  /** Left out when nothing is sent. */
  readonly body?: unknown;
  /** What to do with the answer's body: print it, or write it to a file of that name. */
  readonly answer?: 'json' | 'nothing' | { readonly file: string };
};

const VARIABLE = /\{([A-Z_]+)\}/g;

/**
 * A call as programs with nothing to install, which a test runs. The generators that we tried put the key into
 * the text of the program, see docs/decisions/0045.
 */
export function callSample(call: SampleCall): CallSample {
  return { bash: curl(call), js: javascript(call), python: python(call) };
}

function curl({ method, path, isOpen, body, answer }: SampleCall): string {
  const isFile = typeof answer === 'object';
  const options = [isFile && '--fail-with-body', method !== undefined && `-X ${method}`];
  const url = `BASE_URL${path.replace(VARIABLE, '$$$1')}`;
  const lines = [['curl', ...options, url].filter(Boolean).join(' ')];
  if (isOpen !== true) lines.push('-H "Authorization: Bearer $KEY"');
  if (body !== undefined) lines.push('-H "Content-Type: application/json"');
  if (method === 'POST') lines.push('-H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)"');
  if (body !== undefined) lines.push(`-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
  if (isFile) lines.push(`-o ${answer.file}`);
  return lines.join(' \\\n  ');
}

function javascript({ method, path, isOpen, body, answer = 'json' }: SampleCall): string {
  const headers: string[] = [];
  if (isOpen !== true) headers.push(`Authorization: \`Bearer \${process.env.KEY}\``);
  if (body !== undefined) headers.push("'Content-Type': 'application/json'");
  if (method === 'POST') headers.push("'Idempotency-Key': crypto.randomUUID()");
  const options: string[] = [];
  if (method !== undefined) options.push(`method: '${method}',`);
  if (headers.length > 0) options.push(`headers: ${braced(headers, javascriptWords)},`);
  if (body !== undefined) options.push(`body: JSON.stringify(${literal(body, javascriptWords)}),`);
  const quote = path.search(VARIABLE) < 0 ? "'" : '`';
  const url = `${quote}BASE_URL${path.replace(VARIABLE, '$${process.env.$1}')}${quote}`;
  const given = options.length === 0 ? '' : `, {\n${indented(options.join('\n'), 2)}\n}`;
  const call = `const response = await fetch(${url}${given});`;
  const status = 'console.log(response.status);';
  if (answer === 'nothing') return `${call}\n${status}`;
  if (answer === 'json') {
    return `${call}\n${status}\nconsole.dir(await response.json(), { depth: null });`;
  }
  return `import { writeFile } from 'node:fs/promises';

${call}
${status}
if (!response.ok) throw new Error(await response.text());
await writeFile('${answer.file}', response.body);`;
}

function python({ method, path, isOpen, body, answer = 'json' }: SampleCall): string {
  const headers: string[] = [];
  if (isOpen !== true) headers.push(`"Authorization": f"Bearer {os.environ['KEY']}"`);
  if (body !== undefined) headers.push('"Content-Type": "application/json"');
  if (method === 'POST') headers.push('"Idempotency-Key": str(uuid.uuid4())');
  const f = path.search(VARIABLE) < 0 ? '' : 'f';
  const given = [`${f}"BASE_URL${path.replace(VARIABLE, "{os.environ['$1']}")}",`];
  if (method !== undefined) given.push(`method="${method}",`);
  if (body !== undefined) given.push(`data=json.dumps(${literal(body, pythonWords)}).encode(),`);
  if (headers.length > 0) given.push(`headers=${braced(headers, pythonWords)},`);
  const isFile = typeof answer === 'object';
  const modules = [
    (body !== undefined || answer === 'json') && 'json',
    (isOpen !== true || f !== '') && 'os',
    isFile && 'shutil',
    'urllib.error',
    'urllib.request',
    method === 'POST' && 'uuid',
  ];
  const done = [`print(response.status${answer === 'json' ? ', json.load(response)' : ''})`];
  if (isFile)
    done.push(
      `with open("${answer.file}", "wb") as file:`,
      '    shutil.copyfileobj(response, file)',
    );
  return `import ${modules.filter(Boolean).join(', ')}

request = urllib.request.Request(
${indented(given.join('\n'), 4)}
)
try:
    with urllib.request.urlopen(request) as response:
${indented(done.join('\n'), 8)}
except urllib.error.HTTPError as error:
    raise SystemExit(f"{error.code} {error.read().decode()}")`;
}
