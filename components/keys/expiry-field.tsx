'use client';

import type { ReactNode } from 'react';
import { Callout } from '#components/ui/callout';
import { TextField } from '#components/ui/field';
import { RadioCards } from '#components/ui/radio-cards';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import { daysOf, type ExpiryChoice, type KeyDraft } from './key-draft.tsx';

const DAY = 86_400_000;

/** When a new key ends by itself. For live keys 90 days are proposed, and never is warned about. */
export function ExpiryField({
  draft,
  onChange,
  environment,
  now,
  error,
}: {
  draft: KeyDraft;
  onChange: (change: Partial<KeyDraft>) => void;
  environment: Environment;
  /** Milliseconds since the epoch, to show the day it would end. */
  now: number;
  error?: string | undefined;
}) {
  const options: { value: ExpiryChoice; label: string; hint: ReactNode }[] = [
    { value: '30', label: '30 days', hint: until(now, 30) },
    {
      value: '90',
      label: environment === 'live' ? '90 days, recommended' : '90 days',
      hint: until(now, 90),
    },
    { value: '365', label: '1 year', hint: until(now, 365) },
    { value: 'custom', label: 'Custom', hint: 'A number of days' },
    { value: 'never', label: 'Never', hint: 'Works until revoked' },
  ];
  const days = daysOf(draft);
  return (
    <div className="flex flex-col gap-3">
      <RadioCards
        name="expiry"
        legend="Expires"
        columns={3}
        options={options}
        value={draft.expiry}
        onChange={(expiry) => onChange({ expiry })}
      />
      {draft.expiry === 'custom' && (
        <TextField
          label="Days"
          inputMode="numeric"
          className="max-w-64"
          value={draft.customDays}
          onChange={(event) => onChange({ customDays: event.currentTarget.value })}
          hint={days !== null && days > 0 && days <= 36_500 ? until(now, days) : undefined}
          error={error}
        />
      )}
      {draft.expiry !== 'custom' && error && (
        <p role="alert" className="text-fail text-sm">
          {error}
        </p>
      )}
      {draft.expiry === 'never' && environment === 'live' && (
        <Callout tone="warn" live title="A live key that never expires">
          If it leaks unnoticed it works until somebody revokes it. With an end, you are warned
          before, and rotating takes no outage.
        </Callout>
      )}
    </div>
  );
}

function until(now: number, days: number): ReactNode {
  return (
    <>
      Until <Time iso={new Date(now + days * DAY).toISOString()} style="date" />
    </>
  );
}
