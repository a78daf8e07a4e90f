'use client';

import { FormBar } from '#components/ui/form-bar';
import type { Environment } from '#lib/db/generated/enums';
import { addressesOf, daysOf, type KeyDraft } from './key-draft.tsx';
import { count, permissionsInShort } from './key-texts.ts';

/** The key in one sentence, and the button that makes it. Stays in sight at the window's foot. */
export function CreateSummary({
  draft,
  environment,
  pending,
}: {
  draft: KeyDraft;
  environment: Environment;
  pending: boolean;
}) {
  return (
    <FormBar
      cancelHref={`/${environment}/keys`}
      submit={`Create ${environment} key`}
      pending={pending}
    >
      <p className="mr-auto text-muted text-sm">{sentence(draft, environment)}</p>
    </FormBar>
  );
}

function sentence(draft: KeyDraft, environment: Environment): string {
  const days = daysOf(draft);
  const addresses = addressesOf(draft.addresses).length;
  return [
    `${environment === 'live' ? 'Live' : 'Test'} key`,
    permissionsInShort(draft.permissions).toLowerCase(),
    days === null ? 'never expires' : Number.isNaN(days) ? '' : `ends in ${count(days, 'day')}`,
    addresses === 0
      ? 'any address'
      : `from ${count(addresses, 'entry').replace('entrys', 'entries')}`,
    draft.rateLimit.trim() && `${draft.rateLimit.trim()} requests a minute`,
  ]
    .filter(Boolean)
    .join(' · ');
}
