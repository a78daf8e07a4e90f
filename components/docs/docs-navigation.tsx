'use client';

import { usePathname } from 'next/navigation';
import { cn } from '#components/ui/class-names';
import { Link } from '#components/ui/link';

/** On phones the row may begin far from the page that is shown. */
function showInRow(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** The pages of the documentation: a column beside the text, a row that scrolls above it on phones. */
export function DocsNavigation({
  pages,
}: {
  pages: readonly { readonly slug: string; readonly title: string }[];
}) {
  const path = usePathname();
  return (
    <nav aria-label="Documentation">
      <ul className="flex gap-0.5 max-lg:overflow-x-auto max-lg:pb-2 lg:flex-col">
        {pages.map(({ slug, title }) => {
          const href = `/docs/${slug}`;
          const here = path === href;
          return (
            <li key={slug}>
              <Link
                ref={here ? showInRow : null}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex h-8 items-center whitespace-nowrap rounded-md px-2.5 max-lg:h-10',
                  here
                    ? 'bg-hover font-medium text-ink'
                    : 'text-muted hover:bg-hover hover:text-ink',
                )}
              >
                {title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
