import type { Metadata } from 'next';
import { BulkRotateForm } from '#components/keys/bulk-rotate-form';
import { BulkTable } from '#components/keys/bulk-table';
import { type ChosenKeysProps, loadChosenKeys } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { NothingToRotate, StayAsTheyAre } from '#components/keys/unrotatable-keys';
import { PageHeader } from '#components/ui/page-header';
import { requireContext } from '#lib/auth/current-session';
import { clock } from '#lib/clock';
import { refuseRotation } from '#lib/keys/rotate';

export const metadata: Metadata = { title: 'Rotate keys' };

export default async function RotateKeysPage(props: ChosenKeysProps) {
  const { environment, listHref, keys: chosen } = await loadChosenKeys(props, 'api_key.rotate');
  if (chosen === null) return <NotAllowed what="rotate keys" backHref={listHref} />;
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
        parents={[{ label: 'API keys', href: listHref }]}
      />
      <BulkRotateForm keys={keys} environment={environment} listHref={listHref} now={clock.now()}>
        {keys.length === 0 ? (
          <NothingToRotate left={left} listHref={listHref} />
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
