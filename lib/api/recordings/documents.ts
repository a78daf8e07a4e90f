import type { RouteDocument } from '#lib/api/document';
import { recordingAnswer, recordingsAnswer } from './answer.ts';
import { recordingHeads } from './heads.ts';
import { recordingsQuery } from './query.ts';

const id = 'rec_01JEXAMPEE0000000000000000';
const session = 'sess_01JEXAMPEE0000000000000000';
const example = {
  id,
  object: 'recording',
  session_id: session,
  channel: 'mixed',
  status: 'ready',
  duration: 61.4,
  format: 'wav',
  size: 491_258,
  sample_rate: 8000,
  download_url: `https://api.example.com/v1/recordings/${id}/audio`,
  created_at: '2026-01-01T12:00:00.000Z',
  expires_at: '2026-01-31T12:00:00.000Z',
};

export const recordingDocuments: readonly RouteDocument[] = [
  {
    head: recordingHeads.list,
    id: 'listRecordings',
    tag: 'Recordings',
    summary: 'List a session’s recordings',
    description:
      'Recordings of a session that was created with `recording.enabled`, newest first: one for each connection.',
    query: recordingsQuery,
    answer: {
      status: 200,
      description: 'A page of recordings.',
      schema: recordingsAnswer,
      name: 'RecordingList',
      example: {
        object: 'list',
        data: [example],
        has_more: false,
        url: `/v1/sessions/${session}/recordings`,
      },
    },
    errors: ['session_not_found'],
  },
  {
    head: recordingHeads.read,
    id: 'getRecording',
    tag: 'Recordings',
    summary: 'Show a recording',
    description: 'A recording’s state, and where its file is.',
    answer: {
      status: 200,
      description: 'The recording.',
      schema: recordingAnswer,
      name: 'Recording',
      example,
    },
    errors: ['recording_not_found'],
  },
  {
    head: recordingHeads.audio,
    id: 'getRecordingAudio',
    tag: 'Recordings',
    summary: 'Fetch a recording’s file',
    description:
      'The recording as a WAV file: G.711 mu-law, one channel. One `Range` of bytes is answered by 206.',
    answer: { status: 200, description: 'The file.', schema: null, type: 'audio/wav' },
    errors: ['recording_not_found', 'range_not_satisfiable'],
  },
];
