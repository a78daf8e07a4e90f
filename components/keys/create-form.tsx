'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useRef, useState } from 'react';
import { createKeyAction } from '#components/keys/actions';
import { CreateSummary } from '#components/keys/create-summary';
import { ExpiryField } from '#components/keys/expiry-field';
import { FormSection } from '#components/keys/form-section';
import { newNonce } from '#components/keys/nonce';
import { SettingsSections } from '#components/keys/settings-sections';
import { secretOnce } from '#components/keys/shown-once';
import { Form, useForm } from '#components/ui/form';
import type { Environment } from '#lib/db/generated/enums';
import type { CreatedKey } from '#lib/keys/create';
import type { Permission } from '#lib/keys/scopes';
import { daysOf, type KeyDraft, newDraft, settingsOf } from './key-draft.tsx';

type Props = {
  environment: Environment;
  /** Origin of the gate for this environment. */
  baseUrl: string;
  /** What the person may hand out. */
  allowed: readonly Permission[];
  organizationLimit: number;
  /** Milliseconds since the epoch, to show the day a key would end. */
  now: number;
  /** What to begin with, when the key is to take another one's place. */
  like: KeyDraft | null;
  /** What the page says of a key that its address names as made; a secret just made goes first. */
  already: ReactNode;
};

/**
 * Makes a key, then shows its secret, which is this component's state only. The address then names
 * the new key, so that a reload can say what became of it.
 */
export function CreateForm({ environment, baseUrl, already, ...form }: Props) {
  const router = useRouter();
  const [made, setMade] = useState<CreatedKey | null>(null);
  function show(created: CreatedKey) {
    window.history.replaceState(null, '', `/${environment}/keys/new?made=${created.key.id}`);
    setMade(created);
  }
  if (made) {
    return (
      <secretOnce.Dialog
        secret={made.secret}
        keyName={made.key.name}
        environment={environment}
        baseUrl={baseUrl}
        permissions={made.key.permissions}
        onStored={() => {
          setMade(null);
          router.replace(`/${environment}/keys/${made.key.id}`);
        }}
      />
    );
  }
  return already || <Fields environment={environment} onMade={show} {...form} />;
}

function Fields({
  environment,
  allowed,
  organizationLimit,
  now,
  like,
  onMade,
}: Omit<Props, 'baseUrl' | 'already'> & { onMade: (created: CreatedKey) => void }) {
  const nonce = useRef('');
  const [draft, setDraft] = useState(() => like ?? newDraft(environment, allowed));
  const form = useForm(createKeyAction, onMade, secretOnce.needed);
  const change = (part: Partial<KeyDraft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <Form
      state={form}
      aria-label="Create key"
      read={() => {
        nonce.current ||= newNonce();
        const expiresInDays = daysOf(draft);
        return { ...settingsOf(draft), environment, expiresInDays, nonce: nonce.current };
      }}
    >
      <div>
        <SettingsSections
          draft={draft}
          onChange={change}
          allowed={allowed}
          organizationLimit={organizationLimit}
          denial={form.denial}
          note="You can change this later."
        >
          <FormSection title="Expiry" description="When the key ends by itself. Fixed once made.">
            <ExpiryField
              draft={draft}
              onChange={change}
              environment={environment}
              now={now}
              error={form.errorOf('expiresInDays')}
            />
          </FormSection>
        </SettingsSections>
        <CreateSummary draft={draft} environment={environment} pending={form.pending} />
      </div>
    </Form>
  );
}
