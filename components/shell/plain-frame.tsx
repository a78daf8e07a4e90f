import type { ReactNode } from 'react';
import { BrandMark } from '#components/shell/brand-mark';
import { ThemeMenu } from '#components/shell/theme-menu';
import { brand } from '#lib/brand';

/** The frame around pages outside of any organization: signing in, and what was not found. */
export function PlainFrame({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between px-4 sm:px-6">
        <span className="flex items-center gap-2.5 font-semibold">
          <BrandMark />
          {brand.name}
        </span>
        <ThemeMenu />
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex flex-1 justify-center px-4 pt-8 pb-24 outline-none sm:pt-20"
      >
        {children}
      </main>
    </div>
  );
}
