import { type Route, route } from '#lib/api/route';
import { readAudio, type Shelf } from './audio.ts';
import { findRecording, type RecordingFinder } from './find.ts';
import { recordingHeads } from './heads.ts';
import { listRecordings } from './list.ts';
import { recordingsQuery } from './query.ts';
import { recordingBody } from './view.ts';

/** Recordings and their files. */
export function recordingRoutes(finder: RecordingFinder, shelf: Shelf): readonly Route[] {
  return [
    route({
      ...recordingHeads.list,
      body: null,
      query: recordingsQuery,
      handler: (call) => listRecordings(call, finder),
    }),
    route({
      ...recordingHeads.read,
      body: null,
      async handler(call) {
        const row = await findRecording(finder, call);
        if ('kind' in row) return row;
        return { kind: 'success', status: 200, body: recordingBody(row, finder.urls) };
      },
    }),
    route({
      ...recordingHeads.audio,
      body: null,
      handler: (call) => readAudio(call, finder, shelf),
    }),
  ];
}
