import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BulkRevokeForm } from '#components/keys/bulk-revoke-form';
import { BulkTable } from '#components/keys/bulk-table';
import { environmentFrom, loadKeys } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { asksForName } from '#components/keys/revoke-reasons';
import { PageHeader } from '#components/ui/page-header';
import { requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import { clock } from '#lib/clock';

export const metadata: Metadata = { title: 'Revoke keys' };

export default async function RevokeKeysPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ key?: string | string[] }>;
}) {
  const environment = await environmentFrom(params);
  const { role } = await requireSession();
  const list = `/${environment}/keys`;
  if (!can(role, 'api_key.revoke')) return <NotAllowed what="revoke keys" backHref={list} />;
  const keys = await loadKeys(environment, searchParams);
  if (keys.length === 0) redirect(list);
  return (
    <>
      <PageHeader
        title={`Revoke ${keys.length} ${environment} ${keys.length === 1 ? 'key' : 'keys'}`}
        description="At once, everywhere and for good: all of them, or none if one can’t be revoked."
        parents={[{ label: 'API keys', href: list }]}
      />
      <BulkRevokeForm
        keyIds={keys.map((key) => key.id)}
        listHref={list}
        typeCount={keys.some((key) => asksForName(key, clock.now()))}
      >
        <BulkTable label="Keys to revoke" keys={keys} />
      </BulkRevokeForm>
    </>
  );
}
