import { FlaskConical } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { environmentFrom } from '#components/keys/load-key';
import { Explained } from '#components/requests/explained';
import { DenialNote } from '#components/ui/denial-note';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { findRequest } from '#lib/requests/find';

export const metadata: Metadata = { title: 'A request' };

export default async function RequestPage({
  params,
}: {
  params: Promise<{ environment: string; requestId: string }>;
}) {
  const environment = await environmentFrom(params);
  const { requestId } = await params;
  const { role } = await requireSession();
  const found = await findRequest(await requireContext(), { requestId });
  const path = `/${environment}/requests`;
  const isUnknown =
    !found.ok && (found.denial.code === 'not_found' || found.denial.code === 'invalid_input');
  // Without a loading page above it, so that the answer is a 404 (see `(list)`).
  if (isUnknown) notFound();
  const other = found.ok && found.data.environment !== null ? found.data.environment : environment;
  if (other !== environment) redirect(`/${other}/requests/${requestId}`);
  const request = found.ok ? found.data.request : null;
  return (
    <>
      <PageHeader
        title={request?.code ? 'Why was this call refused?' : 'What became of this call'}
        parents={[{ label: 'Requests', href: path }]}
        actions={
          request?.keyId && (
            <LinkButton
              href={`${path}/simulate?${new URLSearchParams({ key: request.keyId, method: request.method, path: request.path, ip: request.ip })}`}
            >
              <FlaskConical aria-hidden />
              Simulate it now
            </LinkButton>
          )
        }
      />
      {found.ok ? (
        <Explained found={found.data} environment={environment} role={role} />
      ) : (
        <DenialNote denial={found.denial} />
      )}
    </>
  );
}
