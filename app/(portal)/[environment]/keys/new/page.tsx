import type { Metadata } from 'next';
import { CopiedNote } from '#components/keys/copied-note';
import { CreateForm } from '#components/keys/create-form';
import { draftLike } from '#components/keys/key-draft';
import { environmentFrom, findKey } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { SecretGone } from '#components/keys/secret-gone';
import { PageHeader } from '#components/ui/page-header';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can, createKeyAction } from '#lib/auth/policy';
import { clock } from '#lib/clock';
import { env } from '#lib/env';
import { grantable } from '#lib/keys/scopes';
import { showOrganization } from '#lib/orgs/show';

export const metadata: Metadata = { title: 'Create key' };

export default async function NewKeyPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ made?: string | string[]; like?: string | string[] }>;
}) {
  const environment = await environmentFrom(params);
  const { role } = await requireSession();
  const { made, like } = await searchParams;
  const [madeKey, likeKey] = [await findKey(made), await findKey(like)];
  const organization = await showOrganization(await requireContext(), {});
  const path = `/${environment}/keys`;
  if (!organization.ok || !can(role, createKeyAction(environment))) {
    return <NotAllowed what={`create ${environment} keys`} backHref={path} />;
  }
  const from = likeKey?.environment === environment && !madeKey ? likeKey : null;
  const draft = from && draftLike(from, grantable(role), clock.now());
  return (
    <>
      <PageHeader
        title={`Create ${environment} key`}
        parents={[{ label: 'API keys', href: path }]}
      />
      {from && draft && <CopiedNote from={from} kept={draft.permissions.length} />}
      <CreateForm
        key={from?.id}
        like={draft}
        environment={environment}
        baseUrl={env().gateUrl[environment]}
        allowed={grantable(role)}
        organizationLimit={organization.data.limits.requestsPerMinute}
        now={clock.now()}
        already={madeKey && <SecretGone apiKey={madeKey} role={role} />}
      />
    </>
  );
}
