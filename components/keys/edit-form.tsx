'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { editKeyAction } from '#components/keys/actions';
import { SettingsSections } from '#components/keys/settings-sections';
import { Button } from '#components/ui/button';
import { Form, useForm } from '#components/ui/form';
import { LinkButton } from '#components/ui/link-button';
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
        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap justify-end gap-2 border-line border-t bg-canvas px-4 py-3">
          <LinkButton href={href}>Cancel</LinkButton>
          <Button type="submit" variant="primary" pending={form.pending}>
            Save changes
          </Button>
        </div>
      </div>
    </Form>
  );
}
