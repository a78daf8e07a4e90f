import { Link } from '#components/ui/link';
import type { Environment } from '#lib/db/generated/enums';
import { kinds, kindTexts } from './alert-texts.ts';

/** The kinds of rules to choose from. */
export function KindCards({ environment }: { environment: Environment }) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2">
      {kinds.map((kind) => (
        <li key={kind}>
          <Link
            href={`/${environment}/alerts/rules/new?kind=${kind}`}
            className="block h-full rounded-lg border border-strong bg-surface px-4 py-3 hover:bg-hover"
          >
            <span className="block font-medium">{kindTexts[kind].name}</span>
            <span className="block text-muted text-sm">{kindTexts[kind].purpose}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
