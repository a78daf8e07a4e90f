'use client';

import { TextField } from '#components/ui/field';
import { RadioCards } from '#components/ui/radio-cards';
import { type OverlapChoice, overlapChoices, overlapHint, overlapSeconds } from './overlap.ts';

/** How long the old key goes on beside the new one. */
export function OverlapField({
  choice,
  hours,
  onChoice,
  onHours,
  legend = 'How long should the old key go on working?',
  choices = overlapChoices,
  error,
}: {
  choice: OverlapChoice;
  /** What stands in the field for a custom overlap. */
  hours: string;
  onChoice: (choice: OverlapChoice) => void;
  onHours: (hours: string) => void;
  legend?: string | undefined;
  choices?: typeof overlapChoices | undefined;
  error?: string | undefined;
}) {
  return (
    <div className="flex flex-col gap-3">
      <RadioCards
        name="overlap"
        legend={legend}
        columns={3}
        options={choices}
        value={choice}
        onChange={onChoice}
      />
      {choice === 'custom' && (
        <TextField
          label="Hours"
          inputMode="decimal"
          className="max-w-64"
          value={hours}
          onChange={(event) => onHours(event.currentTarget.value)}
          hint={overlapHint(overlapSeconds(choice, hours))}
          error={error}
        />
      )}
      {choice !== 'custom' && error && (
        <p role="alert" className="text-fail text-sm">
          {error}
        </p>
      )}
    </div>
  );
}
