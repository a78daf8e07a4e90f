import type { Metadata } from 'next';
import { Agreement } from '#components/credits/agreement';
import { BurnCard } from '#components/credits/burn-card';
import { BuyCredits } from '#components/credits/buy-credits';
import { CreditTiles } from '#components/credits/credit-tiles';
import { LedgerSection } from '#components/credits/ledger-section';
import { MoreCredits } from '#components/credits/more-credits';
import { PurchaseList } from '#components/credits/purchase-list';
import { PurchaseNote } from '#components/credits/purchase-note';
import { environmentFrom } from '#components/keys/load-key';
import { DenialNote } from '#components/ui/denial-note';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import { listEntries } from '#lib/credits/list-entries';
import { showCredits } from '#lib/credits/show';
import { showBurn } from '#lib/credits/show-burn';
import { listPurchases } from '#lib/payments/list';
import { packsOnOffer } from '#lib/payments/packs';

export const metadata: Metadata = { title: 'Credits' };

type Query = { cursor?: string | string[]; purchase?: string | string[]; cancelled?: string };

export default async function CreditsPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<Query>;
}) {
  const environment = await environmentFrom(params);
  const { cursor, purchase, cancelled } = await searchParams;
  const [ctx, { role }] = await Promise.all([requireContext(), requireSession()]);
  const place = typeof cursor === 'string' ? { cursor } : {};
  const purchaseId = typeof purchase === 'string' ? { purchaseId: purchase.slice(0, 64) } : {};
  const [credits, burn, entries, purchases] = await Promise.all([
    showCredits(ctx, { environment }),
    showBurn(ctx, { environment }),
    listEntries(ctx, { environment, ...place }),
    listPurchases(ctx, { environment, ...purchaseId }),
  ]);
  if (!credits.ok) return <DenialNote denial={credits.denial} />;
  if (!burn.ok) return <DenialNote denial={burn.denial} />;
  if (!purchases.ok) return <DenialNote denial={purchases.denial} />;
  const { asked, paid, unpaid } = purchases.data;
  const packs = packsOnOffer();
  return (
    <>
      <PageHeader
        title="Credits"
        description={`One credit pays for one ${environment} session or one analysis of it. Everything else is free, and so are refused calls and replays.`}
        actions={<LinkButton href="/docs/rate-limits#credits">Documentation</LinkButton>}
      />
      <div className="flex flex-col gap-4">
        {asked && <PurchaseNote purchase={asked} cancelled={cancelled === '1'} />}
        <CreditTiles credits={credits.data} burn={burn.data} />
        <BurnCard burn={burn.data} />
        {packs.length > 0 ? (
          <BuyCredits
            packs={packs}
            environment={environment}
            canBuy={can(role, 'credits.purchase')}
            refill={credits.data.nextRefill}
          />
        ) : (
          <MoreCredits organizationId={ctx.organizationId} environment={environment} />
        )}
        <PurchaseList paid={paid} unpaid={unpaid} />
        <Agreement credits={credits.data} />
        <LedgerSection
          entries={entries}
          environment={environment}
          canSeeRequests={can(role, 'request.read')}
        />
      </div>
    </>
  );
}
