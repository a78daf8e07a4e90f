import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CallText } from './call-text.tsx';

const id = 'sess_01M8E4041AQ7RQZGQPGXJH7XF6';

test('an id in a path is shortened to its kind and tail, and the whole path stays to be had', () => {
  const html = renderToStaticMarkup(<CallText method="POST" path={`/v1/sessions/${id}/end`} />);
  expect(html.replaceAll(/<[^>]+>/g, '')).toBe('POST /v1/sessions/sess_…JH7XF6/end');
  expect(html).toContain(`title="/v1/sessions/${id}/end"`);
});

test('a path without an id of ours is told as it is, and breaks behind its slashes', () => {
  const html = renderToStaticMarkup(<CallText method="GET" path="/v1/me" />);
  expect(html).toContain('GET /<wbr/>v1/<wbr/>me');
});
