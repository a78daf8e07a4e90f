import type { Metadata } from 'next';
import { ConfirmForm } from '#components/alerts/confirm-form';

export const metadata: Metadata = { title: 'Confirm an address' };

/** Looks the same for every token, and needs no account. */
export default async function ConfirmAddressPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Confirm your address</h1>
      <p className="mt-1 mb-6 text-muted">
        The organization named in the mail wants to send alerts about its API keys and credits to
        the address that got this link. None is sent unless you confirm.
      </p>
      <ConfirmForm token={typeof token === 'string' ? token : ''} />
    </>
  );
}
