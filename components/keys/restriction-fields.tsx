'use client';

import { useState } from 'react';
import { Field } from '#components/ui/field';
import { Input } from '#components/ui/input';
import { Textarea } from '#components/ui/textarea';
import { wrongAddress } from './address-check.ts';
import { addressesOf, type KeyDraft } from './key-draft.tsx';

/** From where the key may be used, and how often: both empty means no limit of its own. */
export function RestrictionFields({
  draft,
  onChange,
  organizationLimit,
  errors,
}: {
  draft: KeyDraft;
  onChange: (change: Partial<KeyDraft>) => void;
  /** The organization's requests a minute in this environment. */
  organizationLimit: number;
  errors: { addresses: string | undefined; rateLimit: string | undefined };
}) {
  const [checked, setChecked] = useState<string | undefined>(undefined);
  return (
    <>
      <Field
        label="Allowed addresses"
        optional
        hint="IPv4 or IPv6 addresses and CIDR blocks, one a line: 203.0.113.7, 198.51.100.0/24, 2001:db8::/32. Empty means any address."
        error={checked ?? errors.addresses}
      >
        {(control) => (
          <Textarea
            {...control}
            name="addresses"
            rows={3}
            spellCheck={false}
            className="font-mono"
            value={draft.addresses}
            onChange={(event) => {
              onChange({ addresses: event.currentTarget.value });
              setChecked(undefined);
            }}
            onBlur={() => setChecked(wrongAddress(addressesOf(draft.addresses)))}
          />
        )}
      </Field>
      <Field
        label="Own rate limit"
        optional
        hint={`Requests a minute for this key alone. All keys together: ${organizationLimit.toLocaleString('en-GB')}.`}
        error={errors.rateLimit}
      >
        {(control) => (
          <Input
            {...control}
            name="rateLimit"
            inputMode="numeric"
            className="max-w-64"
            placeholder={`up to ${organizationLimit.toLocaleString('en-GB')}`}
            value={draft.rateLimit}
            onChange={(event) => onChange({ rateLimit: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}
