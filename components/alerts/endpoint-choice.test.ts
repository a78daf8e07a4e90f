import { expect, test } from 'vitest';
import { choiceOf } from './endpoint-choice.ts';

const endpoint = (id: string, place: string, rest = {}) => ({
  ...{ id, place, description: '', enabled: true },
  ...rest,
});

test('of several endpoints no two are offered alike', () => {
  const all = [
    endpoint('wh_1', 'localhost:4555/webhooks-01'),
    endpoint('wh_2', 'localhost:4555/webhooks-02', { enabled: false }),
    endpoint('wh_3', 'localhost:4555/webhooks-03', { description: 'Orders' }),
    endpoint('wh_4', 'localhost:4555/query'),
    endpoint('wh_5', 'localhost:4555/query'),
  ];
  expect(all.map((one) => choiceOf(one, all))).toEqual([
    'localhost:4555/webhooks-01',
    'localhost:4555/webhooks-02, off',
    'Orders (localhost:4555/webhooks-03)',
    'localhost:4555/query, wh_4',
    'localhost:4555/query, wh_5',
  ]);
});
