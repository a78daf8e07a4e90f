import type { Metadata } from 'next';
import { AlreadyRevoked } from '#components/keys/already-revoked';
import { loadKey } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { RevokeForm } from '#components/keys/revoke-form';
import { asksForName, suggestedReason } from '#components/keys/revoke-reasons';
import { WhatBreaks } from '#components/keys/what-breaks';
import { KeyText } from '#components/ui/mono';
import { PageHeader } from '#components/ui/page-header';
import { requireContext } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import { clock } from '#lib/clock';
import { keyActivity } from '#lib/requests/key-activity';

export const metadata: Metadata = { title: 'Revoke key' };

export default async function RevokeKeyPage({
  params,
}: {
  params: Promise<{ environment: string; keyId: string }>;
}) {
  const { key, session } = await loadKey(params);
  const keys = `/${key.environment}/keys`;
  if (!can(session.role, 'api_key.revoke')) {
    return <NotAllowed what="revoke keys" backHref={`${keys}/${key.id}`} />;
  }
  const revoked = key.revokedAt !== null;
  const activity = revoked ? null : await keyActivity(await requireContext(), { keyId: key.id });
  return (
    <>
      <PageHeader
        title={`Revoke ${key.name}`}
        description="The key stops at once, everywhere and for good. Everything it did stays on record."
        parents={[
          { label: 'API keys', href: keys },
          { label: key.name, href: `${keys}/${key.id}` },
        ]}
        badges={<KeyText prefix={key.prefix} tail={key.tail} />}
      />
      <RevokeForm
        keyId={key.id}
        name={key.name}
        environment={key.environment}
        suggested={suggestedReason(key)}
        typeName={asksForName(key, clock.now())}
        already={revoked && <AlreadyRevoked apiKey={key} />}
      >
        <WhatBreaks apiKey={key} activity={activity?.ok ? activity.data : null} now={clock.now()} />
      </RevokeForm>
    </>
  );
}
