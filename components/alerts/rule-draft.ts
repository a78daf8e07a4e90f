import type { KindSettings } from '#lib/alerts/settings';
import type { AlertKind } from '#lib/db/generated/enums';

type Measure = 'absolute' | 'percent' | 'hours_left';

/** What stands in the fields of a rule's form, as typed; each kind uses some of them. */
export type RuleDraft = {
  readonly measure: Measure;
  readonly value: string;
  readonly percent: string;
  readonly minutes: string;
  readonly within: string;
  readonly calls: string;
  readonly newCaller: boolean;
  /** Empty means that the sign is off. */
  readonly idleDays: string;
  readonly burstFactor: string;
  /** Numbers of days, separated by commas. */
  readonly days: string;
};

/** What a new rule of a kind proposes. */
export function newRuleDraft(kind: AlertKind): RuleDraft {
  return {
    measure: 'percent',
    value: '10',
    percent: kind === 'refused_calls' ? '25' : '80',
    minutes: '3',
    within: '10',
    calls: '50',
    newCaller: true,
    idleDays: '30',
    burstFactor: '10',
    days: '30, 14, 7, 1',
  };
}

/** The draft of a rule that exists. */
export function ruleDraftOf(rule: KindSettings): RuleDraft {
  const draft = newRuleDraft(rule.kind);
  switch (rule.kind) {
    case 'credits_low':
      return { ...draft, measure: rule.settings.measure, value: String(rule.settings.value) };
    case 'credits_exhausted':
      return draft;
    case 'rate_limit_pressure': {
      const { percent, minutes, within } = rule.settings;
      return {
        ...draft,
        percent: String(percent),
        minutes: String(minutes),
        within: String(within),
      };
    }
    case 'refused_calls': {
      const { percent, calls, within } = rule.settings;
      return { ...draft, percent: String(percent), calls: String(calls), within: String(within) };
    }
    case 'unusual_activity': {
      const { newCaller, idleDays, burstFactor } = rule.settings;
      return { ...draft, newCaller, idleDays: textOf(idleDays), burstFactor: textOf(burstFactor) };
    }
    case 'key_expiring':
      return { ...draft, days: rule.settings.days.join(', ') };
  }
}

/** The draft as the verb takes it; what is no number becomes NaN, which the verb refuses by field. */
export function kindSettingsOf(kind: AlertKind, draft: RuleDraft): KindSettings {
  const { measure, percent, minutes, within, calls } = draft;
  switch (kind) {
    case 'credits_low':
      return { kind, settings: { measure, value: numberOf(draft.value) } };
    case 'credits_exhausted':
      return { kind, settings: {} };
    case 'rate_limit_pressure':
      return {
        kind,
        settings: {
          percent: numberOf(percent),
          minutes: numberOf(minutes),
          within: numberOf(within),
        },
      };
    case 'refused_calls':
      return {
        kind,
        settings: { percent: numberOf(percent), calls: numberOf(calls), within: numberOf(within) },
      };
    case 'unusual_activity':
      return {
        kind,
        settings: {
          newCaller: draft.newCaller,
          idleDays: optionalOf(draft.idleDays),
          burstFactor: optionalOf(draft.burstFactor),
        },
      };
    case 'key_expiring':
      return {
        kind,
        settings: {
          days: draft.days
            .split(/[\s,]+/)
            .filter(Boolean)
            .map(numberOf),
        },
      };
  }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function optionalOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function textOf(value: number | null): string {
  return value === null ? '' : String(value);
}
