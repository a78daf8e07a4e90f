import type { Metadata } from 'next';
import { BulkRevokeForm } from '#components/keys/bulk-revoke-form';
import { BulkTable } from '#components/keys/bulk-table';
import { type ChosenKeysProps, loadChosenKeys } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { asksForName } from '#components/keys/revoke-reasons';
import { PageHeader } from '#components/ui/page-header';
import { clock } from '#lib/clock';

export const metadata: Metadata = { title: 'Revoke keys' };

export default async function RevokeKeysPage(props: ChosenKeysProps) {
  const { environment, listHref, keys } = await loadChosenKeys(props, 'api_key.revoke');
  if (keys === null) return <NotAllowed what="revoke keys" backHref={listHref} />;
  return (
    <>
      <PageHeader
        title={`Revoke ${keys.length} ${environment} ${keys.length === 1 ? 'key' : 'keys'}`}
        description="At once, everywhere and for good: all of them, or none if one can’t be revoked."
        parents={[{ label: 'API keys', href: listHref }]}
      />
      <BulkRevokeForm
        keyIds={keys.map((key) => key.id)}
        listHref={listHref}
        typeCount={keys.some((key) => asksForName(key, clock.now()))}
      >
        <BulkTable label="Keys to revoke" keys={keys} />
      </BulkRevokeForm>
    </>
  );
}
