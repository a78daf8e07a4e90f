import type { Sample } from '#components/docs/sample';
import { callSample } from '#lib/reference/call-sample';

const me = callSample({ path: '/v1/me' });

const createSession = callSample({
  method: 'POST',
  path: '/v1/sessions',
  body: { mode: 'bidirectional_translation', source_language: 'de', target_language: 'en-US' },
});

const simulate: Sample = {
  bash: `curl -i BASE_URL/v1/me \\
  -H "Authorization: Bearer $KEY" \\
  -H "X-Simulate-Error: rate_limit_exceeded"`,
  js: `const response = await fetch('BASE_URL/v1/me', {
  headers: {
    Authorization: \`Bearer \${process.env.KEY}\`,
    'X-Simulate-Error': 'rate_limit_exceeded',
  },
});
const { error } = await response.json();
console.log(response.status, error.code, response.headers.get('Retry-After'));`,
  python: `import json, os, urllib.error, urllib.request

request = urllib.request.Request(
    "BASE_URL/v1/me",
    headers={
        "Authorization": f"Bearer {os.environ['KEY']}",
        "X-Simulate-Error": "rate_limit_exceeded",
    },
)
try:
    urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    print(error.code, json.load(error)["error"]["code"], error.headers["Retry-After"])`,
};

const client: Sample = {
  js: `import createClient from 'openapi-fetch';

const client = createClient({
  baseUrl: 'BASE_URL',
  headers: { Authorization: \`Bearer \${process.env.KEY}\` },
});
const { data, error } = await client.POST('/v1/sessions', {
  body: { mode: 'ai_agent' },
});
console.log(error ?? data.id);`,
};

export const firstCallSamples = {
  me,
  createSession,
  simulate,
  client,
} as const;
