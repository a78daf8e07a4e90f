import type { RouteDocument } from '#lib/api/document';
import { analysisAnswer } from './answer.ts';
import { createAnalysisBody } from './body.ts';
import { analysisHeads } from './heads.ts';

const accepted = {
  id: 'anl_01JEXAMPEE0000000000000000',
  object: 'analysis',
  session_id: 'sess_01JEXAMPEE0000000000000000',
  status: 'processing',
  summary: null,
  error: null,
  created_at: '2026-01-01T12:04:00.000Z',
  completed_at: null,
};
const summary = {
  turns: 1,
  speakers: [{ speaker: 'caller', turns: 1, talk_seconds: 1.2, talk_ratio: 1 }],
  longest_silence: null,
};

export const analysisDocuments: readonly RouteDocument[] = [
  {
    head: analysisHeads.create,
    id: 'createAnalysis',
    tag: 'Analyses',
    summary: 'Analyse a session',
    description:
      'Has the transcript of an ended session analysed. The credit is taken when this is accepted. The result comes within seconds: ask for the analysis by its id, or take the event `analysis.complete`.',
    body: createAnalysisBody,
    bodyName: 'CreateAnalysis',
    bodyExample: { include: ['summary'] },
    answer: {
      status: 202,
      description: 'The analysis, which has not begun yet.',
      schema: analysisAnswer,
      name: 'Analysis',
      example: accepted,
    },
    errors: ['session_not_found', 'transcript_not_ready'],
  },
  {
    head: analysisHeads.read,
    id: 'getAnalysis',
    tag: 'Analyses',
    summary: 'Show an analysis',
    description: 'The parts that were asked for, once `status` is `completed`.',
    answer: {
      status: 200,
      description: 'The analysis.',
      schema: analysisAnswer,
      name: 'Analysis',
      example: {
        ...accepted,
        status: 'completed',
        summary,
        completed_at: '2026-01-01T12:04:01.000Z',
      },
    },
    errors: ['analysis_not_found'],
  },
];
