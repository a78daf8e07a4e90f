import { refusalTexts } from '#components/requests/refusal-texts';
import { headerTexts } from '#lib/api/openapi/headers';
import { errorCodes, errorEntry } from '#lib/errors';
import { type DocsPage, inTest, linked } from './page.ts';
import { fences } from './sample.tsx';
import { samples } from './samples/all.ts';

export const errors: DocsPage = {
  slug: 'errors',
  title: 'Errors',
  description: 'Every error of the API: why it comes, and what to do.',
  markdown: (
    reader,
  ) => `An error has one shape. Branch on the status and on \`code\`; \`message\` is for people and may change.

\`\`\`json
{
  "error": {
    "type": "rate_limit_error",
    "code": "rate_limit_exceeded",
    "message": "Too many requests. Try again in 17 seconds.",
    "request_id": "req_01JEXAMPLE0000000000000000",
    "retry_after": 17
  }
}
\`\`\`

\`param\` names the field or header that is wrong, \`retry_after\` the seconds to wait. With \`Accept: application/problem+json\` the same comes inside an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem document. Only a success of a billable call costs a credit.

## Try them

In the test environment \`X-Simulate-Error\` makes a call that would have succeeded answer with any of these errors, with its real status, headers and body, at no cost and without effect. In live the header is ignored.

${fences(samples.simulate, inTest(reader))}

${statuses().map(sectionOf).join('\n\n')}
`,
};

function statuses(): number[] {
  return [...new Set(errorCodes.map((code) => errorEntry(code).status))].sort((a, b) => a - b);
}

function sectionOf(status: number): string {
  const codes = errorCodes.filter((code) => errorEntry(code).status === status);
  const parts = codes.map((code) => {
    const { type, message } = errorEntry(code);
    const { means, todo } = refusalTexts[code];
    return `### ${code}\n\n\`${type}\` · “${message}”\n\n**Cause.** ${means}\n\n**What to do.** ${todo}`;
  });
  return `## ${status}\n\n${parts.join('\n\n')}`;
}

export const rateLimits: DocsPage = {
  slug: 'rate-limits',
  title: 'Rate limits and credits',
  description: 'How many calls a minute, how many sessions at once, and what a call costs.',
  markdown: (
    reader,
  ) => `Limits count calls in minutes of the clock, for an organization and environment together. A key may have a lower limit of its own; the headers show whichever has less left. Refused calls count too, and cost nothing.

| plan | calls a minute | streams at once | credits a period |
| --- | --- | --- | --- |
| free | 60 | 2 | 100 |
| starter | 120 | 10 | 1,000 |
| pro | 600 | 50 | 10,000 |
| enterprise | by agreement | by agreement | by agreement |

Past the limit a call answers 429 ${linked('rate_limit_exceeded')} with \`Retry-After\` in seconds. Wait that long; spreading calls evenly avoids it.

${fences(samples.retryBusy, reader)}

curl’s \`--retry\` waits as \`Retry-After\` says, by itself.

## Credits

\`POST /v1/sessions\` and \`POST /v1/sessions/{id}/analysis\` cost one credit each when they succeed; everything else is free. An empty balance answers 402 ${linked('insufficient_api_credits')}, and nothing is done. Included credits lapse at the end of a period, purchased ones do not. The test environment has credits of its own.

## Headers of answers

| header | meaning |
| --- | --- |
${Object.entries(headerTexts)
  .map(([name, [, text]]) => `| \`${name}\` | ${text} |`)
  .join('\n')}
`,
};

export const idempotency: DocsPage = {
  slug: 'idempotency',
  title: 'Idempotency',
  description: 'Send a POST again without doing, or paying for, anything twice.',
  markdown: (
    reader,
  ) => `Every POST takes an \`Idempotency-Key\`: 1 to 255 printable ASCII characters of your choice, such as a UUID. For 24 hours the same key with the same body on the same path gives the first successful answer again: same status, same bytes, free, marked \`Idempotent-Replayed: true\`.

${fences(samples.retryLost, reader)}

A timeout, a broken connection or a 5xx tells nothing about what happened: send the same call with the same key. If the first attempt was done, you get its answer; if it was not, it is done now. curl’s \`--retry-all-errors\` does this, and waits as \`Retry-After\` says.

| what happens | answer |
| --- | --- |
| the same key, the same body | the first answer again |
| the same key, another body or path | 400 ${linked('idempotency_mismatch')} |
| the same key while the first is still being worked on | 409 ${linked('idempotency_conflict')} with \`Retry-After\` |
| the first attempt failed | it runs as if for the first time: only successes are kept |

Make a new Idempotency-Key for each thing you want done, and keep it until you have an answer.

An Idempotency-Key counts within your organization and environment, whichever API key sends it.
`,
};
