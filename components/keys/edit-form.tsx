'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { editKeyAction } from '#components/keys/actions';
import { SettingsSections } from '#components/keys/settings-sections';
import { Form, useForm } from '#components/ui/form';
import { FormBar } from '#components/ui/form-bar';
import type { Permission } from '#lib/keys/scopes';
import type { KeyView } from '#lib/keys/view';
import { draftOf, type KeyDraft, settingsOf } from './key-draft.tsx';

/** Changes everything of a key but its environment, secret and end. */
export function EditForm({
  apiKey,
  allowed,
  organizationLimit,
}: {
  apiKey: KeyView;
  /** What the person may hand out; what the key has it keeps, whoever edits it. */
  allowed: readonly Permission[];
  organizationLimit: number;
}) {
  const router = useRouter();
  const href = `/${apiKey.environment}/keys/${apiKey.id}`;
  const [draft, setDraft] = useState(() => draftOf(apiKey));
  const form = useForm(editKeyAction, () => router.push(`${href}?saved=1`));
  const change = (part: Partial<KeyDraft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <Form
      state={form}
      aria-label={`Edit ${apiKey.name}`}
      read={() => ({ ...settingsOf(draft), keyId: apiKey.id })}
    >
      <div>
        <SettingsSections
          draft={draft}
          onChange={change}
          allowed={[...allowed, ...apiKey.permissions]}
          organizationLimit={organizationLimit}
          denial={form.denial}
          note="In force from the next call on."
        />
        <FormBar cancelHref={href} submit="Save changes" pending={form.pending} />
      </div>
    </Form>
  );
}
