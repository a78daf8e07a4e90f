import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

export type GateResponse = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The error envelope's inside, for a refusal. */
  readonly error: { code: string; type: string; message: string; [name: string]: unknown } | null;
};

type CallOptions = {
  readonly key?: string;
  readonly method?: string;
  /** A flat list keeps repeated headers apart. */
  readonly headers?: Record<string, string> | readonly string[];
  /** Sent as JSON unless it is a string. */
  readonly body?: unknown;
  readonly agent?: Agent;
};

/** Calls a gate on this machine, without any of the help that fetch gives. */
export function callGate(
  port: number,
  path: string,
  options: CallOptions = {},
): Promise<GateResponse> {
  const { key, body, agent } = options;
  const text =
    body === undefined || typeof body === 'string' ? (body as string) : JSON.stringify(body);
  const headers: string[] = ['Host', 'gate.test', ...flat(options.headers)];
  if (key !== undefined) headers.push('Authorization', `Bearer ${key}`);
  if (text !== undefined && !headers.some((name) => /^(content-length|transfer-enc)/i.test(name))) {
    headers.push('Content-Length', String(Buffer.byteLength(text)));
    if (!headers.some((name) => /^content-type$/i.test(name))) {
      headers.push('Content-Type', 'application/json');
    }
  }
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? (text === undefined ? 'GET' : 'POST'),
        headers,
        ...(agent ? { agent } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve(toResponse(response, Buffer.concat(chunks).toString())));
      },
    );
    call.on('error', reject);
    call.end(text);
  });
}

function toResponse(
  { statusCode = 0, headers }: { statusCode?: number | undefined; headers: IncomingHttpHeaders },
  text: string,
): GateResponse {
  const isJson = text !== '' && headers['content-type']?.endsWith('json') === true;
  const error = isJson ? (JSON.parse(text) as { error?: GateResponse['error'] }).error : null;
  return { status: statusCode, headers, text, error: error ?? null };
}

function flat(headers: CallOptions['headers'] = {}): string[] {
  return Array.isArray(headers) ? [...headers] : Object.entries(headers).flat();
}
