import type { Metadata } from 'next';
import { OrganizationFacts } from '#components/settings/organization-facts';
import { OrganizationNameForm } from '#components/settings/organization-name-form';
import { Callout } from '#components/ui/callout';
import { FormCard } from '#components/ui/form-card';
import { PageHeader } from '#components/ui/page-header';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import { showOrganization } from '#lib/orgs/show';

export const metadata: Metadata = { title: 'Organization' };

export default async function OrganizationPage() {
  const [{ role }, ctx] = await Promise.all([requireSession(), requireContext()]);
  const shown = await showOrganization(ctx, {});
  if (!shown.ok) throw new Error(shown.denial.message);
  const organization = shown.data;
  return (
    <>
      <PageHeader title="Organization" description="Applies to both environments, live and test." />
      <div className="flex flex-col gap-4">
        <FormCard title="Name" description="As members and the audit log see it.">
          {can(role, 'organization.update') ? (
            <OrganizationNameForm name={organization.name} />
          ) : (
            <Callout tone="neutral" title={organization.name}>
              Your role ({role}) cannot change it. Ask an owner or an admin.
            </Callout>
          )}
        </FormCard>
        <OrganizationFacts organization={organization} />
      </div>
    </>
  );
}
