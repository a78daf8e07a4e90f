import { type CallSample, callSample } from './call-sample.ts';
import type { Operation } from './operations.ts';

/** A call of an operation with the body of its example. */
export function requestSample({
  method,
  examplePath,
  needsKey,
  body,
  answer,
}: Operation): CallSample {
  const [name = '', extension = ''] = [examplePath.split('/').at(-1), answer.type?.split('/')[1]];
  const isJson = answer.type === 'application/json';
  const sent = Object.keys(body?.example ?? {}).length > 0;
  return callSample({
    ...(method !== 'GET' && { method }),
    path: examplePath,
    isOpen: !needsKey,
    ...(sent && { body: body?.example }),
    answer: answer.type === null ? 'nothing' : isJson ? 'json' : { file: `${name}.${extension}` },
  });
}
