import type { Sample } from './sample.ts';

const me: Sample = {
  bash: 'curl BASE_URL/v1/me -H "Authorization: Bearer $KEY"',
  js: `const response = await fetch('BASE_URL/v1/me', {
  headers: { Authorization: \`Bearer \${process.env.KEY}\` },
});
console.log(response.status, await response.json());`,
  python: `import json, os, urllib.request

request = urllib.request.Request(
    "BASE_URL/v1/me",
    headers={"Authorization": f"Bearer {os.environ['KEY']}"},
)
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response))`,
};

const createSession: Sample = {
  bash: `curl -X POST BASE_URL/v1/sessions \\
  -H "Authorization: Bearer $KEY" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)" \\
  -d '{"mode":"bidirectional_translation","source_language":"de","target_language":"en-US"}'`,
  js: `const response = await fetch('BASE_URL/v1/sessions', {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.KEY}\`,
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  },
  body: JSON.stringify({
    mode: 'bidirectional_translation',
    source_language: 'de',
    target_language: 'en-US',
  }),
});
console.log(response.status, await response.json());`,
  python: `import json, os, urllib.request, uuid

request = urllib.request.Request(
    "BASE_URL/v1/sessions",
    data=json.dumps({
        "mode": "bidirectional_translation",
        "source_language": "de",
        "target_language": "en-US",
    }).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['KEY']}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    },
)
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response))`,
};

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

const retry: Sample = {
  js: `async function send(attempts = 5) {
  const key = crypto.randomUUID(); // the same for every attempt
  for (let attempt = 1; ; attempt++) {
    const response = await fetch('BASE_URL/v1/sessions', {
      method: 'POST',
      headers: {
        Authorization: \`Bearer \${process.env.KEY}\`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify({ mode: 'ai_agent' }),
    });
    const wait = Number(response.headers.get('Retry-After') ?? 0);
    if (wait === 0 || attempt === attempts) return response;
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}
const response = await send();
console.log(response.status, await response.json());`,
  python: `import json, os, time, urllib.error, urllib.request, uuid

def send(attempts=5):
    key = str(uuid.uuid4())  # the same for every attempt
    for attempt in range(1, attempts + 1):
        request = urllib.request.Request(
            "BASE_URL/v1/sessions",
            data=json.dumps({"mode": "ai_agent"}).encode(),
            headers={
                "Authorization": f"Bearer {os.environ['KEY']}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            wait = int(error.headers.get("Retry-After", 0))
            if wait == 0 or attempt == attempts:
                raise
            time.sleep(wait)

print(*send())`,
};

const verifyWebhook: Sample = {
  js: `import { Webhook } from 'standardwebhooks';

// body is the text as it came, before any JSON.parse
export function verify(secret, headers, body) {
  return new Webhook(secret).verify(body, headers); // throws when it is not genuine
}`,
  python: `import base64, hashlib, hmac, time

# body is the text as it came, before json.loads
def verify(secret, headers, body):
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        raise ValueError("too old")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    for signature in headers["webhook-signature"].split(" "):
        version, _, value = signature.partition(",")
        if version == "v1" and hmac.compare_digest(value, wanted):
            return
    raise ValueError("not genuine")`,
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

/** Every sample of the documentation; a test runs each against a running gate. */
export const samples = {
  me,
  createSession,
  simulate,
  retry,
  verifyWebhook,
  client,
} as const satisfies Readonly<Record<string, Sample>>;
