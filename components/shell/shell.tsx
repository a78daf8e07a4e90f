import type { ReactNode } from 'react';
import { CommandProvider } from '#components/shell/commands';
import { EnvironmentProvider } from '#components/shell/environment';
import { Header } from '#components/shell/header';
import type { ShellOrganization, ShellUser } from '#components/shell/names';
import { Navigation } from '#components/shell/navigation';
import { OrganizationMenu } from '#components/shell/organization-menu';
import type { Environment } from '#lib/db/generated/enums';

/** The frame around every signed-in page. */
export function Shell({
  user,
  organization,
  organizations,
  environment,
  children,
}: {
  user: ShellUser;
  organization: ShellOrganization;
  organizations: readonly ShellOrganization[];
  /** Where links lead from pages that belong to no environment. */
  environment: Environment;
  children: ReactNode;
}) {
  return (
    <EnvironmentProvider initial={environment}>
      <CommandProvider organization={organization} organizations={organizations}>
        <div className="flex min-h-dvh">
          <aside className="sticky top-0 flex h-dvh w-60 shrink-0 flex-col gap-4 overflow-y-auto border-line border-r p-3 max-lg:hidden">
            <OrganizationMenu current={organization} organizations={organizations} />
            <Navigation />
          </aside>
          <div className="flex min-w-0 flex-1 flex-col">
            <Header user={user} organization={organization} organizations={organizations} />
            {children}
          </div>
        </div>
      </CommandProvider>
    </EnvironmentProvider>
  );
}
