import type { Metadata } from 'next';
import { EditForm } from '#components/keys/edit-form';
import { keyActions } from '#components/keys/key-actions';
import { loadKey } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { PageHeader } from '#components/ui/page-header';
import { requireContext } from '#lib/auth/current-session';
import { grantable } from '#lib/keys/scopes';
import { showOrganization } from '#lib/orgs/show';

export const metadata: Metadata = { title: 'Edit key' };

export default async function EditKeyPage({
  params,
}: {
  params: Promise<{ environment: string; keyId: string }>;
}) {
  const { key, session } = await loadKey(params);
  const organization = await showOrganization(await requireContext(), {});
  const keys = `/${key.environment}/keys`;
  if (!organization.ok || !keyActions(key, session.role).edit) {
    return <NotAllowed what="edit this key" backHref={`${keys}/${key.id}`} />;
  }
  return (
    <>
      <PageHeader
        title={`Edit “${key.name}”`}
        description="The environment, the secret and the expiry of a key never change."
        parents={[
          { label: 'API keys', href: keys },
          { label: key.name, href: `${keys}/${key.id}` },
        ]}
      />
      <EditForm
        apiKey={key}
        allowed={grantable(session.role)}
        organizationLimit={organization.data.limits.requestsPerMinute}
      />
    </>
  );
}
