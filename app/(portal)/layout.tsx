import type { ReactNode } from 'react';
import { currentEnvironment } from '#components/shell/current-environment';
import { Shell } from '#components/shell/shell';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { listMyOrganizations } from '#lib/members/mine';

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [session, ctx, environment] = await Promise.all([
    requireSession(),
    requireContext(),
    currentEnvironment(),
  ]);
  const mine = await listMyOrganizations(ctx, {});
  return (
    <Shell
      user={session.user}
      organization={session.organization}
      organizations={mine.ok ? mine.data : [session.organization]}
      environment={environment}
    >
      {children}
    </Shell>
  );
}
