import type { Sample } from '#components/docs/sample';
import { callSample } from '#lib/reference/call-sample';

const createWebhook = callSample({
  method: 'POST',
  path: '/v1/webhooks',
  body: { url: 'https://example.com/hooks', events: ['session.ended', 'transcript.ready'] },
});

const testWebhook = callSample({ method: 'POST', path: '/v1/webhooks/{WEBHOOK_ID}/test' });

const rotateSecret = callSample({
  method: 'POST',
  path: '/v1/webhooks/{WEBHOOK_ID}/rotate_secret',
});

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

export const webhookSamples = {
  createWebhook,
  testWebhook,
  rotateSecret,
  verifyWebhook,
} as const;
