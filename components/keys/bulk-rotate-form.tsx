'use client';

import { type ReactNode, useState } from 'react';
import { rotateKeysAction } from '#components/keys/actions';
import { BulkRotateOutcome } from '#components/keys/bulk-rotate-outcome';
import { OverlapField } from '#components/keys/overlap-field';
import { RotatedKeys } from '#components/keys/rotated-keys';
import { secretsOnce } from '#components/keys/shown-once';
import { Button } from '#components/ui/button';
import { Form, useForm } from '#components/ui/form';
import { LinkButton } from '#components/ui/link-button';
import type { Environment } from '#lib/db/generated/enums';
import type { Rotations } from '#lib/keys/rotate-several';
import type { KeyView } from '#lib/keys/view';
import { count } from './key-texts.ts';
import { type OverlapChoice, overlapSeconds } from './overlap.ts';

type Props = {
  /** The keys that can be rotated; none after a rotation, when only what just happened is shown. */
  keys: readonly KeyView[];
  environment: Environment;
  listHref: string;
  /** Milliseconds since the epoch, to say when the old keys would end. */
  now: number;
  /** What is said before the form, or instead of it when no key can be rotated. */
  children: ReactNode;
};

/** Replaces several keys, all or none, then shows the new secrets once, then what became of the old. */
export function BulkRotateForm({ keys, environment, listHref, now, children }: Props) {
  const [rotated, setRotated] = useState<Rotations | null>(null);
  const [stored, setStored] = useState<Parameters<typeof RotatedKeys>[0]['rotated'] | null>(null);
  if (rotated) {
    return (
      <secretsOnce.Dialog
        keys={rotated.rotations.map(({ key, secret }) => ({ id: key.id, name: key.name, secret }))}
        environment={environment}
        onStored={() => {
          const pairs = rotated.rotations.map(({ key, old }) => ({ made: key, old }));
          setStored({ pairs, gates: rotated.gates });
          setRotated(null);
        }}
      />
    );
  }
  if (stored) return <RotatedKeys rotated={stored} listHref={listHref} />;
  if (keys.length === 0) return children;
  return (
    <Fields keys={keys} listHref={listHref} now={now} onRotated={setRotated}>
      {children}
    </Fields>
  );
}

function Fields({
  keys,
  listHref,
  now,
  onRotated,
  children,
}: Omit<Props, 'environment'> & { onRotated: (rotated: Rotations) => void }) {
  const [choice, setChoice] = useState<OverlapChoice>('86400');
  const [hours, setHours] = useState('48');
  const form = useForm(rotateKeysAction, onRotated, secretsOnce.needed);
  const seconds = overlapSeconds(choice, hours);
  const amount = count(keys.length, 'key');
  return (
    <Form
      state={form}
      aria-label={`Rotate ${amount}`}
      read={() => ({ keyIds: keys.map((key) => key.id), overlapSeconds: seconds })}
    >
      {children}
      <div className="flex max-w-3xl flex-col gap-5">
        <OverlapField
          legend="How long should the old keys go on working?"
          choice={choice}
          hours={hours}
          onChoice={setChoice}
          onHours={setHours}
          error={form.errorOf('overlapSeconds')}
        />
        <BulkRotateOutcome keys={keys} seconds={seconds} now={now} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          Rotate {amount}
        </Button>
        <LinkButton href={listHref}>Cancel</LinkButton>
      </div>
    </Form>
  );
}
