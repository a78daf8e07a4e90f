import { expect, test } from 'vitest';
import { type KindSettings, parseSettings } from '#lib/alerts/settings';
import { kinds } from './alert-texts.ts';
import { kindSettingsOf, newRuleDraft, ruleDraftOf } from './rule-draft.ts';

const rules: KindSettings[] = [
  { kind: 'credits_low', settings: { measure: 'hours_left', value: 72 } },
  { kind: 'credits_exhausted', settings: {} },
  { kind: 'rate_limit_pressure', settings: { percent: 90, minutes: 2, within: 5 } },
  { kind: 'refused_calls', settings: { percent: 50, calls: 7, within: 60 } },
  { kind: 'unusual_activity', settings: { newCaller: false, idleDays: null, burstFactor: 5 } },
  { kind: 'key_expiring', settings: { days: [60, 3] } },
];

test.each(rules)('a form that nobody touches keeps the rule: $kind', (rule) => {
  expect(kindSettingsOf(rule.kind, ruleDraftOf(rule))).toEqual(rule);
});

test.each(kinds)('what a new rule proposes is allowed: %s', (kind) => {
  const { settings } = kindSettingsOf(kind, newRuleDraft(kind));
  expect(parseSettings(kind, settings)).not.toBeNull();
});

test('what is no number is refused by the verb, not made one', () => {
  const draft = { ...newRuleDraft('key_expiring'), days: '7, soon', value: '' };
  for (const kind of ['key_expiring', 'credits_low'] as const) {
    expect(parseSettings(kind, kindSettingsOf(kind, draft).settings)).toBeNull();
  }
});
