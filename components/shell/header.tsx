import { EnvironmentSwitch } from '#components/shell/environment-switch';
import { MobileNavigation } from '#components/shell/mobile-navigation';
import type { ShellOrganization, ShellUser } from '#components/shell/names';
import { Navigation } from '#components/shell/navigation';
import { OrganizationMenu } from '#components/shell/organization-menu';
import { SearchButton } from '#components/shell/search-button';
import { ThemeMenu } from '#components/shell/theme-menu';
import { UserMenu } from '#components/shell/user-menu';
import { brand } from '#lib/brand';

/** The bar on top of every page: folded navigation, environment, search, theme, account. */
export function Header({
  user,
  organization,
  organizations,
}: {
  user: ShellUser;
  organization: ShellOrganization;
  organizations: readonly ShellOrganization[];
}) {
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-line border-b bg-canvas px-3 sm:px-6">
      <MobileNavigation title={brand.name}>
        <div className="mb-4 border-line border-b pb-4">
          <OrganizationMenu current={organization} organizations={organizations} />
        </div>
        <Navigation />
      </MobileNavigation>
      <EnvironmentSwitch />
      <div className="ml-auto flex items-center gap-1">
        <SearchButton />
        <ThemeMenu />
        <UserMenu name={user.name} email={user.email} />
      </div>
    </header>
  );
}
