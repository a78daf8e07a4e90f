import type { Sample } from '#components/docs/sample';

/** 429: wait as long as the answer says. */
const retryBusy: Sample = {
  bash: `curl --retry 5 BASE_URL/v1/me -H "Authorization: Bearer $KEY"`,
  js: `async function get(path, attempts = 5) {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(\`BASE_URL\${path}\`, {
      headers: { Authorization: \`Bearer \${process.env.KEY}\` },
    });
    if (response.status !== 429 || attempt === attempts) return response;
    const seconds = Number(response.headers.get('Retry-After'));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

const response = await get('/v1/me');
console.log(response.status, await response.json());`,
  python: `import json, os, time, urllib.error, urllib.request

def get(path, attempts=5):
    request = urllib.request.Request(
        f"BASE_URL{path}",
        headers={"Authorization": f"Bearer {os.environ['KEY']}"},
    )
    for attempt in range(1, attempts + 1):
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            if error.code != 429 or attempt == attempts:
                raise SystemExit(f"{error.code} {error.read().decode()}")
            time.sleep(int(error.headers["Retry-After"]))

print(*get("/v1/me"))`,
};

/** A POST whose answer may be lost: the same Idempotency-Key until there is one. */
const retryLost: Sample = {
  bash: `# One key for all attempts. The file keeps only the last answer.
curl --retry 5 --retry-all-errors --max-time 30 -o session.json -w '%{http_code}\\n' \\
  -X POST BASE_URL/v1/sessions \\
  -H "Authorization: Bearer $KEY" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)" \\
  -d '{"mode":"ai_agent"}'
cat session.json`,
  js: `async function attempt(key) {
  try {
    const response = await fetch('BASE_URL/v1/sessions', {
      method: 'POST',
      headers: {
        Authorization: \`Bearer \${process.env.KEY}\`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify({ mode: 'ai_agent' }),
      signal: AbortSignal.timeout(30_000),
    });
    const retryAfter = response.headers.get('Retry-After');
    return { status: response.status, retryAfter, body: await response.json() };
  } catch {
    return null; // no answer: nobody knows whether it was done
  }
}

async function createSession(attempts = 5) {
  const key = crypto.randomUUID(); // the same for every attempt
  for (let n = 1; ; n++) {
    const answer = await attempt(key);
    const isOver = answer !== null && answer.status < 500 && answer.retryAfter === null;
    if (isOver || n === attempts) return answer;
    const seconds = Number(answer?.retryAfter ?? 2 ** (n - 1));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

const answer = await createSession();
console.log(answer?.status, answer?.body);`,
  python: `import http.client, json, os, time, urllib.error, urllib.request, uuid

def attempt(key):
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
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.load(response), None
    except urllib.error.HTTPError as error:
        return error.code, json.load(error), error.headers["Retry-After"]
    except (OSError, http.client.HTTPException):
        return None, None, None  # no answer: nobody knows whether it was done

def create_session(attempts=5):
    key = str(uuid.uuid4())  # the same for every attempt
    for n in range(attempts):
        status, body, retry_after = attempt(key)
        is_over = status is not None and status < 500 and retry_after is None
        if is_over or n == attempts - 1:
            return status, body
        time.sleep(int(retry_after or 2 ** n))

print(*create_session())`,
};

export const retrySamples = {
  retryBusy,
  retryLost,
} as const;
