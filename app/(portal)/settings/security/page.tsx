import type { Metadata } from 'next';
import { PasswordForm } from '#components/settings/password-form';
import { SessionList } from '#components/settings/session-list';
import { FormCard } from '#components/ui/form-card';
import { PageHeader } from '#components/ui/page-header';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { listSessions } from '#lib/auth/list-sessions';

export const metadata: Metadata = { title: 'Security' };

export default async function SecurityPage() {
  const [{ user }, ctx] = await Promise.all([requireSession(), requireContext()]);
  const sessions = await listSessions(ctx, {});
  if (!sessions.ok) throw new Error(sessions.denial.message);
  return (
    <>
      <PageHeader title="Security" description="How you sign in, and where you are signed in." />
      <div className="flex flex-col gap-4">
        <FormCard
          title="Password"
          description="A long one that you use nowhere else; a password manager makes it easy. Changing it ends all your other sessions."
        >
          <PasswordForm email={user.email} />
        </FormCard>
        <SessionList sessions={sessions.data} />
      </div>
    </>
  );
}
