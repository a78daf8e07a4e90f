import type { ReactNode } from 'react';
import { DocsNavigation } from '#components/docs/docs-navigation';
import { docsPages } from '#components/docs/pages';
import { BrandMark } from '#components/shell/brand-mark';
import { ThemeMenu } from '#components/shell/theme-menu';
import { Link } from '#components/ui/link';
import { TextLink } from '#components/ui/text-link';
import { brand } from '#lib/brand';

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-7xl flex-col">
      <header className="flex h-14 items-center gap-4 px-4 sm:px-6">
        <Link href="/docs" className="flex items-center gap-2.5 rounded-sm font-semibold">
          <BrandMark />
          {brand.name} docs
        </Link>
        <span className="ml-auto flex items-center gap-3">
          <TextLink href="/">Portal</TextLink>
          <ThemeMenu />
        </span>
      </header>
      <div className="flex flex-1 gap-8 px-4 pb-24 max-lg:flex-col max-lg:gap-3 sm:px-6">
        <aside className="w-52 shrink-0 max-lg:w-full lg:sticky lg:top-6 lg:self-start lg:pt-6">
          <DocsNavigation
            pages={docsPages.map(({ slug, title, label }) => ({ slug, title: label ?? title }))}
          />
        </aside>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none lg:pt-6">
          {children}
        </main>
      </div>
    </div>
  );
}
