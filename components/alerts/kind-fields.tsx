'use client';

import { Checkbox } from '#components/ui/checkbox';
import { Field, TextField } from '#components/ui/field';
import { Select } from '#components/ui/select';
import type { AlertKind } from '#lib/db/generated/enums';
import type { RuleDraft } from './rule-draft.ts';

type Props = {
  kind: AlertKind;
  draft: RuleDraft;
  onChange: (change: Partial<RuleDraft>) => void;
  errorOf: (field: string) => string | undefined;
};
type TextName = Exclude<keyof RuleDraft, 'measure' | 'newCaller'>;

const measures = [
  { value: 'percent', label: 'Percent of a period’s credits' },
  { value: 'absolute', label: 'Credits' },
  { value: 'hours_left', label: 'Hours they last at the present pace' },
] as const;

/** When a rule fires: the fields of its kind. */
export function KindFields(props: Props) {
  const { kind, draft, onChange, errorOf } = props;
  switch (kind) {
    case 'credits_low':
      return <LowFields {...props} />;
    case 'credits_exhausted':
      return (
        <p className="text-muted">
          It fires at exactly 0 credits and is over as soon as there are some again. There is
          nothing to set.
        </p>
      );
    case 'rate_limit_pressure':
      return (
        <>
          <NumberField
            {...props}
            name="percent"
            label="Percent of a limit"
            hint="Of the organization’s limit, and of each key’s own."
          />
          <NumberField {...props} name="minutes" label="Full minutes" />
          <NumberField
            {...props}
            name="within"
            label="Within how many minutes"
            hint="It is over after 10 minutes without a full one."
          />
        </>
      );
    case 'refused_calls':
      return (
        <>
          <NumberField {...props} name="calls" label="Refused calls at least" />
          <NumberField {...props} name="percent" label="Percent of all calls at least" />
          <NumberField
            {...props}
            name="within"
            label="Within how many minutes"
            hint="It is over a fifth below either figure."
          />
        </>
      );
    case 'unusual_activity':
      return <UnusualFields {...props} />;
    case 'key_expiring':
      return (
        <TextField
          label="Days before the end"
          name="days"
          className="max-w-80"
          hint="One or several, separated by commas; each is told once."
          error={errorOf('settings.days') ?? errorOf('settings.days.0')}
          value={draft.days}
          onChange={(event) => onChange({ days: event.currentTarget.value })}
        />
      );
  }
}

function LowFields(props: Props) {
  const { draft, onChange } = props;
  return (
    <>
      <Field label="Measured in">
        {(control) => (
          <Select
            {...control}
            name="measure"
            className="max-w-80"
            options={measures}
            value={draft.measure}
            onChange={(event) => {
              const chosen = measures.find(({ value }) => value === event.currentTarget.value);
              if (chosen) onChange({ measure: chosen.value });
            }}
          />
        )}
      </Field>
      <NumberField
        {...props}
        name="value"
        label="Fires at this figure or less"
        hint="It is over at 5 % more, so that it does not come and go around this figure."
      />
    </>
  );
}

function UnusualFields(props: Props) {
  const { draft, onChange, errorOf } = props;
  return (
    <>
      <Checkbox
        name="newCaller"
        label="A new address or client"
        hint={
          errorOf('settings.newCaller') ?? 'When the key has had other callers for a day or longer.'
        }
        checked={draft.newCaller}
        aria-invalid={errorOf('settings.newCaller') ? true : undefined}
        onChange={(event) => onChange({ newCaller: event.currentTarget.checked })}
      />
      <NumberField
        {...props}
        name="idleDays"
        label="A call after so many idle days"
        hint="Empty leaves this sign out."
        optional
      />
      <NumberField
        {...props}
        name="burstFactor"
        label="A burst of so many times its usual pace"
        hint="Ten minutes with 100 calls or more, against the key’s own mean of the last 7 days. Empty leaves this sign out."
        optional
      />
    </>
  );
}

function NumberField({
  name,
  label,
  hint,
  optional,
  draft,
  onChange,
  errorOf,
}: Omit<Props, 'kind'> & { name: TextName; label: string; hint?: string; optional?: boolean }) {
  return (
    <TextField
      label={label}
      name={name}
      inputMode="numeric"
      className="max-w-64"
      hint={hint}
      optional={optional}
      error={errorOf(`settings.${name}`)}
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  );
}
