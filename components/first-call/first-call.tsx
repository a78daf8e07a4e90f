import type { GuideKey } from '#components/first-call/guide';
import { LaterGuide } from '#components/first-call/later-guide';
import { Callout } from '#components/ui/callout';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can, createKeyAction } from '#lib/auth/policy';
import type { Environment } from '#lib/db/generated/enums';
import { settings } from '#lib/env';
import { listKeys } from '#lib/keys/list';
import { grantable } from '#lib/keys/scopes';

/** The first-call guide with what it needs to know: address, keys, and what the person may do. */
export async function FirstCall({ environment }: { environment: Environment }) {
  const [{ role }, ctx] = await Promise.all([requireSession(), requireContext()]);
  const listed = await listKeys(ctx, { environment, state: 'active', limit: 10 });
  const baseUrl = settings().gateUrl[environment];
  if (baseUrl === '') return <NoGate environment={environment} />;
  return (
    <LaterGuide
      environment={environment}
      baseUrl={baseUrl}
      keys={listed.ok ? listed.data.items.map(guideKey) : []}
      grantable={can(role, createKeyAction(environment)) ? grantable(role) : []}
    />
  );
}

function guideKey({ id, name, prefix, tail, permissions }: GuideKey): GuideKey {
  return { id, name, prefix, tail, permissions };
}

function NoGate({ environment }: { environment: Environment }) {
  return (
    <Callout tone="warn" title={`No gate listens for ${environment} keys`}>
      Your operator has switched this environment’s API off, so there is nothing to call.
    </Callout>
  );
}
