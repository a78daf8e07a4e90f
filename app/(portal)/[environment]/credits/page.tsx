import type { Metadata } from 'next';
import { Agreement } from '#components/credits/agreement';
import { CreditTiles } from '#components/credits/credit-tiles';
import { Ledger } from '#components/credits/ledger';
import { MoreCredits } from '#components/credits/more-credits';
import { environmentFrom } from '#components/keys/load-key';
import { DenialNote } from '#components/ui/denial-note';
import { PageHeader } from '#components/ui/page-header';
import { requireContext } from '#lib/auth/current-session';
import { listEntries } from '#lib/credits/list-entries';
import { showCredits } from '#lib/credits/show';

export const metadata: Metadata = { title: 'Credits' };

export default async function CreditsPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}) {
  const environment = await environmentFrom(params);
  const { cursor } = await searchParams;
  const ctx = await requireContext();
  const place = typeof cursor === 'string' ? { cursor } : {};
  const [credits, entries] = await Promise.all([
    showCredits(ctx, { environment }),
    listEntries(ctx, { environment, ...place }),
  ]);
  return (
    <>
      <PageHeader
        title="Credits"
        description={`One credit pays for one ${environment} session. Everything else is free, and so are refused calls and replays.`}
      />
      <div className="flex flex-col gap-4">
        {credits.ok ? (
          <CreditTiles credits={credits.data} />
        ) : (
          <DenialNote denial={credits.denial} />
        )}
        {credits.ok && entries.ok && (
          <Agreement credits={credits.data} entries={entries.data.total} />
        )}
        <section>
          <h2 className="mb-2 font-semibold">Ledger</h2>
          {entries.ok ? (
            <Ledger page={entries.data} environment={environment} />
          ) : (
            <DenialNote denial={entries.denial} />
          )}
        </section>
        <MoreCredits organizationId={ctx.organizationId} environment={environment} />
      </div>
    </>
  );
}
