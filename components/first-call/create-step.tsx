'use client';

import { KeyRound, Plus } from 'lucide-react';
import type { GuideKey } from '#components/first-call/guide';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { Field } from '#components/ui/field';
import type { FormState } from '#components/ui/form';
import { KeyText } from '#components/ui/mono';
import { Select } from '#components/ui/select';
import type { Environment } from '#lib/db/generated/enums';

/** Makes a key in one click, or chooses one of those that there are. */
export function CreateStep({
  environment,
  keys,
  chosen,
  onChoose,
  state,
  onCreate,
}: {
  environment: Environment;
  keys: readonly GuideKey[];
  chosen: GuideKey | null;
  onChoose: (id: string) => void;
  state: Pick<FormState<never>, 'pending' | 'denial'>;
  /** Null when the role makes no keys here. */
  onCreate: (() => void) | null;
}) {
  return (
    <div className="flex flex-col gap-3">
      {chosen === null && (
        <p className="text-muted">
          {onCreate
            ? `One click: every permission you may give, for 90 days, ${environment} only. You can change or revoke it at any time.`
            : 'Your role makes no keys. Ask an owner, an admin or a developer for one.'}
        </p>
      )}
      {state.denial && <DenialNote denial={state.denial} />}
      <div className="flex flex-wrap items-end gap-2">
        {chosen && keys.length > 1 && (
          <Field label="Watched key" className="w-64 max-sm:w-full">
            {(control) => (
              <Select
                {...control}
                value={chosen.id}
                onChange={(event) => onChoose(event.currentTarget.value)}
                options={keys.map(({ id, name, tail }) => ({
                  value: id,
                  label: `${name} (…${tail})`,
                }))}
              />
            )}
          </Field>
        )}
        {chosen && keys.length === 1 && (
          <p className="flex min-h-8 items-center gap-2">
            <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
            <span>
              {chosen.name} <KeyText prefix={chosen.prefix} tail={chosen.tail} />
            </span>
          </p>
        )}
        {onCreate && (
          <Button
            variant={chosen ? 'secondary' : 'primary'}
            size={chosen ? 'md' : 'lg'}
            pending={state.pending}
            onClick={onCreate}
          >
            <Plus aria-hidden />
            {chosen ? 'Create another' : `Create ${environment} key`}
          </Button>
        )}
      </div>
    </div>
  );
}
