'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { rotateKeyAction } from '#components/keys/actions';
import { OverlapField } from '#components/keys/overlap-field';
import { RevokeReceipt } from '#components/keys/receipt';
import { RotateOutcome } from '#components/keys/rotate-outcome';
import { secretOnce } from '#components/keys/shown-once';
import { Button } from '#components/ui/button';
import { Form, useForm } from '#components/ui/form';
import { LinkButton } from '#components/ui/link-button';
import type { Rotation } from '#lib/keys/rotate';
import type { GateConfirmation, KeyView } from '#lib/keys/view';
import { type OverlapChoice, overlapSeconds } from './overlap.ts';

type Rotated = Rotation & { readonly gates: GateConfirmation | null };

/**
 * Replaces a key, then shows the new secret once, then, when the old key ended at once, its receipt.
 * `already` is what the page says of a key that has a successor; what just happened goes first.
 */
export function RotateForm({
  apiKey,
  baseUrl,
  now,
  already,
}: {
  apiKey: KeyView;
  /** Origin of the gate for the key's environment. */
  baseUrl: string;
  /** Milliseconds since the epoch, to say when the old key would end. */
  now: number;
  already: ReactNode;
}) {
  const router = useRouter();
  const [rotated, setRotated] = useState<Rotated | null>(null);
  const [ended, setEnded] = useState<Omit<Rotated, 'secret'> | null>(null);
  const newHref = (key: KeyView) => `/${key.environment}/keys/${key.id}`;
  if (rotated) {
    return (
      <secretOnce.Dialog
        secret={rotated.secret}
        keyName={rotated.key.name}
        environment={apiKey.environment}
        baseUrl={baseUrl}
        permissions={rotated.key.permissions}
        onStored={() => {
          const { secret: _, ...rest } = rotated;
          setRotated(null);
          if (rest.gates) setEnded(rest);
          else router.replace(newHref(rest.key));
        }}
      />
    );
  }
  if (ended) return <Ended rotation={ended} href={newHref(ended.key)} />;
  return already || <Fields apiKey={apiKey} now={now} onRotated={setRotated} />;
}

function Fields({
  apiKey,
  now,
  onRotated,
}: {
  apiKey: KeyView;
  now: number;
  onRotated: (rotated: Rotated) => void;
}) {
  const [choice, setChoice] = useState<OverlapChoice>('86400');
  const [hours, setHours] = useState('48');
  const form = useForm(rotateKeyAction, onRotated, secretOnce.needed);
  const seconds = overlapSeconds(choice, hours);
  return (
    <Form
      state={form}
      aria-label={`Rotate ${apiKey.name}`}
      className="max-w-3xl"
      read={() => ({ keyId: apiKey.id, overlapSeconds: seconds })}
    >
      <OverlapField
        choice={choice}
        hours={hours}
        onChoice={setChoice}
        onHours={setHours}
        error={form.errorOf('overlapSeconds')}
      />
      <RotateOutcome apiKey={apiKey} seconds={seconds} now={now} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          Rotate and show the new key
        </Button>
        <LinkButton href={`/${apiKey.environment}/keys/${apiKey.id}`}>Cancel</LinkButton>
      </div>
    </Form>
  );
}

/** The receipt of a rotation without overlap. */
function Ended({ rotation, href }: { rotation: Omit<Rotated, 'secret'>; href: string }) {
  const { old, gates } = rotation;
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      {gates && old.revokedAt && (
        <RevokeReceipt
          receipt={{ refusedSince: old.revokedAt, gates }}
          title="The old key has ended, the new one works"
        />
      )}
      <LinkButton variant="primary" className="self-start" href={href}>
        Go to the new key
      </LinkButton>
    </div>
  );
}
