import { cn } from '#components/ui/class-names';
import { headingsOf } from './markdown.tsx';

/** The headings of a page, beside it where the screen is wide enough. */
export function OnThisPage({ source }: { source: string }) {
  const headings = headingsOf(source);
  if (headings.length < 2) return null;
  return (
    <nav
      aria-label="On this page"
      className="sticky top-6 max-h-[calc(100dvh-3rem)] w-52 shrink-0 self-start overflow-y-auto text-sm max-xl:hidden"
    >
      <p className="pb-1 text-faint text-xs">On this page</p>
      <ul className="flex flex-col">
        {headings.map(({ id, depth, text }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className={cn(
                'wrap-anywhere block rounded-sm py-1 text-muted hover:text-ink',
                depth > 2 && 'pl-3',
              )}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
