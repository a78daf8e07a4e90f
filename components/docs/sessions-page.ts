import { type AnalysisPart, analysisParts } from '#lib/analysis/parts';
import { brand } from '#lib/brand';
import { type DocsPage, linked } from './page.ts';
import { fences } from './sample.tsx';
import { samples } from './samples/all.ts';

const parts: Readonly<Record<AnalysisPart, string>> = {
  summary: 'How many turns there were, who spoke for how long, and the longest silence.',
  sentiment: 'How friendly the words were, from -5 to 5, of each speaker and of all. English only.',
  compliance: 'Whether somebody said that the call is recorded, and turns with a card number.',
  keywords: 'The ten most frequent words that say something.',
  performance: 'How fast people were answered, and how often they were interrupted.',
};

export const sessions: DocsPage = {
  slug: 'sessions',
  title: 'Sessions, transcripts, recordings and analyses',
  label: 'Sessions and recordings',
  description: 'A session from its first call to what is left of it.',
  markdown: (
    reader,
  ) => `A session is one conversation. You create it, [stream](/docs/streams) its audio, end it, and read what it leaves: a transcript, recordings if you asked for them, and analyses. The samples read your key from the variable \`${brand.keyVariable}\`.

| what | calls | permission | credits |
| --- | --- | --- | --- |
| create a session | \`POST /v1/sessions\` | \`sessions:write\` | 1 |
| stream it | [Streams](/docs/streams) | a stream token | 0 |
| show it | \`GET /v1/sessions/{id}\` | \`sessions:read\` | 0 |
| end it | \`POST /v1/sessions/{id}/end\` | \`sessions:write\` | 0 |
| read its transcript | \`GET /v1/sessions/{id}/transcript\` | \`sessions:read\` | 0 |
| list and fetch its recordings | \`GET /v1/sessions/{id}/recordings\` | \`recordings:read\` | 0 |
| have it analysed | \`POST /v1/sessions/{id}/analysis\` | \`analysis:write\` | 1 |
| read an analysis | \`GET /v1/analyses/{id}\` | \`analysis:read\` | 0 |

## Create a session

${fences(samples.recordedSession, reader)}

\`mode\` is the only field that has to be there. \`recording\` is off unless you ask for it: only what is streamed afterwards can be recorded. \`metadata\` is yours: up to 20 pairs of text, shown again with the session. All fields are in the [reference](/docs/reference).

There is no list of sessions: store the \`id\`. The samples below read it from a variable:

\`\`\`text
export SESSION_ID=sess_…
\`\`\`

Now [stream](/docs/streams) some audio, or there is nothing to read. The program on that page records its session and prints its id.

## Show it

${fences(samples.session, reader)}

| status | meaning |
| --- | --- |
| \`created\` | Nobody has connected yet. |
| \`active\` | It has been streamed. It stays active between two connections. |
| \`ended\` | It is over, and what it left is whole. |

## End it

${fences(samples.endSession, reader)}

\`session.end\` in the stream does the same. Ending a session again changes nothing and says when it ended. One without any activity ends by itself after 30 minutes.

## Transcript

${fences(samples.transcript, reader)}

While the session goes on, \`status\` is \`in_progress\` and turns are added; with its end it is \`completed\`. Of a session that nobody has streamed the answer is 409 ${linked('transcript_not_ready')} until it has ended; then it is \`completed\` without any turns. Take the event \`transcript.ready\` instead of asking again and again: see [Webhooks](/docs/webhooks).

## Recordings

Each connection of a recorded session leaves one recording.

${fences(samples.recordings, reader)}

It is a list, newest first: \`limit\` says how many, from 1 to 100, and \`starting_after=rec_…\` goes on behind one when \`has_more\` is true. A recording that is \`processing\` becomes \`ready\` when its connection is over. Take its \`id\`:

\`\`\`text
export RECORDING_ID=rec_…
\`\`\`

${fences(samples.recording, reader)}

Fetch the sound, which takes the same key:

${fences(samples.audio, reader)}

It is a WAV file with 8,000 samples a second in mu-law, all speakers mixed. A \`Range\` of bytes is answered with 206, for players that jump. A recording is deleted some time after; its \`expires_at\` says when.

## Analyses

An analysis reads the transcript of a session that has ended. Ask for the parts you want; without \`include\` you get all.

${fences(samples.createAnalysis, reader)}

The answer is 202: it is accepted, charged, and done within seconds. Take its \`id\`:

\`\`\`text
export ANALYSIS_ID=anl_…
\`\`\`

${fences(samples.analysis, reader)}

\`status\` goes from \`processing\` to \`completed\`, or to \`failed\` with a reason in \`error\`. The events \`analysis.complete\` and \`analysis.failed\` save you from asking.

| part | what it tells |
| --- | --- |
${analysisParts.map((name) => `| \`${name}\` | ${parts[name]} |`).join('\n')}

All parts are counted and measured from the words and times of the turns: the same transcript always gives the same analysis. A part says which languages it knows.
`,
};
