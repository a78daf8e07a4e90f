import { describe, expect, it } from 'vitest';
import { attentionFor, notAlerted, type Situation } from './attention.ts';

const none = { count: 0, first: null };
const quiet: Situation = {
  organizationActive: true,
  credits: { balance: 500, perPeriod: 1000, nextRefillAt: '2026-12-01T00:00:00Z' },
  lostEndpoints: [],
  expiring: none,
  retiring: none,
  neverUsed: none,
  idle: none,
  overScoped: none,
  withoutExpiry: none,
};
const lost = {
  ...{ id: 'wh_1', name: 'hooks.example.com/in', at: '2026-11-30T00:00:00Z' },
  reason: 'gone',
} as const;
const key = { id: 'key_1', name: 'server' };
const ending = { count: 2, first: { ...key, endsAt: '2026-12-02T00:00:00Z' } };
const kinds = (situation: Situation) => attentionFor(situation).map(({ kind }) => kind);

describe('attentionFor', () => {
  it('finds nothing in a quiet organization', () => {
    expect(attentionFor(quiet)).toEqual([]);
  });

  it.each([
    [0, ['credits_exhausted']],
    [1, ['credits_low']],
    [100, ['credits_low']],
    [101, []],
  ])('a balance of %i of 1,000', (balance, expected) => {
    expect(kinds({ ...quiet, credits: { ...quiet.credits, balance } })).toEqual(expected);
  });

  it('does not call a plan without credits low, but exhausted', () => {
    const credits = { ...quiet.credits, balance: 0, perPeriod: 0 };
    expect(kinds({ ...quiet, credits })).toEqual(['credits_exhausted']);
  });

  it('puts outages first and hygiene last', () => {
    const bad: Situation = {
      organizationActive: false,
      credits: { ...quiet.credits, balance: 0 },
      lostEndpoints: [lost],
      expiring: ending,
      retiring: ending,
      neverUsed: { count: 1, first: key },
      idle: { count: 1, first: key },
      overScoped: { count: 1, first: key },
      withoutExpiry: { count: 1, first: key },
    };
    expect(kinds(bad)).toEqual([
      'organization_inactive',
      'credits_exhausted',
      'endpoints_lost',
      'keys_expiring',
      'keys_retiring',
      'keys_without_expiry',
      'keys_over_scoped',
      'keys_idle',
      'keys_never_used',
    ]);
  });

  it('carries how many and the most urgent one', () => {
    expect(attentionFor({ ...quiet, expiring: ending })).toEqual([
      { kind: 'keys_expiring', ...ending },
    ]);
    const lostEndpoints = [lost, { ...lost, id: 'wh_2' }];
    expect(attentionFor({ ...quiet, lostEndpoints })).toEqual([
      { kind: 'endpoints_lost', count: 2, first: lost },
    ]);
  });
});

it('leaves out what a firing alert tells already', () => {
  const items = attentionFor({
    ...quiet,
    credits: { ...quiet.credits, balance: 0 },
    expiring: ending,
    retiring: ending,
  });
  const told = [{ kind: 'credits_exhausted' }, { kind: 'key_expiring' }];
  expect(notAlerted(items, told).map(({ kind }) => kind)).toEqual(['keys_retiring']);
  expect(notAlerted(items, [])).toEqual(items);
});
