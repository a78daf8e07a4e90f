import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BulkRotateForm } from '#components/keys/bulk-rotate-form';
import { BulkTable } from '#components/keys/bulk-table';
import { environmentFrom, loadKeys } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { NothingToRotate, StayAsTheyAre } from '#components/keys/unrotatable-keys';
import { PageHeader } from '#components/ui/page-header';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import { clock } from '#lib/clock';
import { refuseRotation } from '#lib/keys/rotate';

export const metadata: Metadata = { title: 'Rotate keys' };

export default async function RotateKeysPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ key?: string | string[] }>;
}) {
  const environment = await environmentFrom(params);
  const { role } = await requireSession();
  const list = `/${environment}/keys`;
  if (!can(role, 'api_key.rotate')) return <NotAllowed what="rotate keys" backHref={list} />;
  const chosen = await loadKeys(environment, searchParams);
  if (chosen.length === 0) redirect(list);
  const ctx = await requireContext();
  const judged = chosen.map((key) => ({ key, reason: refuseRotation(ctx, key)?.denial.message }));
  const keys = judged.flatMap(({ key, reason }) => (reason === undefined ? [key] : []));
  const left = judged.flatMap(({ key, reason }) => (reason === undefined ? [] : [{ key, reason }]));
  const amount = keys.length === 0 ? '' : `${keys.length} `;
  return (
    <>
      <PageHeader
        title={`Rotate ${amount}${environment} ${keys.length === 1 ? 'key' : 'keys'}`}
        description="New keys take over: all of them at once, or none if one can’t be rotated. Everything but secret, id and dates stays."
        parents={[{ label: 'API keys', href: list }]}
      />
      <BulkRotateForm keys={keys} environment={environment} listHref={list} now={clock.now()}>
        {keys.length === 0 ? (
          <NothingToRotate left={left} listHref={list} />
        ) : (
          <>
            <BulkTable label="Keys to rotate" keys={keys} />
            {left.length > 0 && <StayAsTheyAre left={left} />}
          </>
        )}
      </BulkRotateForm>
    </>
  );
}
