import type { Metadata } from 'next';
import { WithdrawForm } from '#components/alerts/withdraw-form';

export const metadata: Metadata = { title: 'Stop alerts' };

/** Looks the same for every token, and needs no account. Opening it does nothing. */
export default async function StopAlertsPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Stop alerts</h1>
      <p className="mt-1 mb-6 text-muted">
        The organization named in the mail sends alerts about its API keys and credits to the
        address that got this link. Press the button to get no more of them.
      </p>
      <WithdrawForm token={typeof token === 'string' ? token : ''} />
    </>
  );
}
