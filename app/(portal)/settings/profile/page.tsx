import type { Metadata } from 'next';
import { ProfileNameForm } from '#components/settings/profile-name-form';
import { Badge } from '#components/ui/badge';
import { Facts } from '#components/ui/facts';
import { FormCard } from '#components/ui/form-card';
import { PageHeader } from '#components/ui/page-header';
import { TextLink } from '#components/ui/text-link';
import { requireSession } from '#lib/auth/current-session';

export const metadata: Metadata = { title: 'Profile' };

export default async function ProfilePage() {
  const { user, organization, role } = await requireSession();
  return (
    <>
      <PageHeader title="Profile" description="You, in every organization you belong to." />
      <div className="flex flex-col gap-4">
        <FormCard title="Name" description="Shown beside the keys you create.">
          <ProfileNameForm name={user.name} />
        </FormCard>
        <FormCard
          title="Account"
          description={
            <>
              The password and your sessions are under{' '}
              <TextLink href="/settings/security">Security</TextLink>.
            </>
          }
        >
          <Facts
            facts={[
              { label: 'E-mail', value: user.email },
              {
                label: 'Role',
                value: (
                  <>
                    <Badge icon={null} className="capitalize">
                      {role}
                    </Badge>{' '}
                    in {organization.name}
                  </>
                ),
              },
            ]}
          />
        </FormCard>
      </div>
    </>
  );
}
