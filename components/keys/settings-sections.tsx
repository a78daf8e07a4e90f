'use client';

import type { ReactNode } from 'react';
import { FormSection } from '#components/keys/form-section';
import { IdentityFields } from '#components/keys/identity-fields';
import { PermissionField } from '#components/keys/permission-field';
import { RestrictionFields } from '#components/keys/restriction-fields';
import type { Permission } from '#lib/keys/scopes';
import type { Denial } from '#lib/result';
import { type KeyDraft, listError } from './key-draft.tsx';

/** What can be set when a key is made and changed later; `children` stand before the restrictions. */
export function SettingsSections({
  draft,
  onChange,
  allowed,
  organizationLimit,
  denial,
  note,
  children,
}: {
  draft: KeyDraft;
  onChange: (change: Partial<KeyDraft>) => void;
  /** What the person may hand out. */
  allowed: readonly Permission[];
  organizationLimit: number;
  denial: Denial | null;
  /** When a change is in force. */
  note: string;
  children?: ReactNode;
}) {
  const fields = denial?.fields;
  return (
    <>
      <FormSection title="Identity" description="What people see in lists and in the audit log.">
        <IdentityFields draft={draft} onChange={onChange} errorOf={(field) => fields?.[field]} />
      </FormSection>
      <FormSection
        title="Permissions"
        description={`What the key may do. The less it may, the less a leak costs. ${note}`}
      >
        <PermissionField
          value={draft.permissions}
          onChange={(permissions) => onChange({ permissions })}
          allowed={allowed}
          error={listError(fields, 'permissions')}
        />
      </FormSection>
      {children}
      <FormSection
        title="Restrictions"
        description={`From where and how often the key may be used. ${note}`}
      >
        <RestrictionFields
          draft={draft}
          onChange={onChange}
          organizationLimit={organizationLimit}
          errors={{
            addresses: listError(fields, 'ipAllowlist'),
            rateLimit: fields?.rateLimit,
          }}
        />
      </FormSection>
    </>
  );
}
