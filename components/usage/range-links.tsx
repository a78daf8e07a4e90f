import { buttonStyle } from '#components/ui/button';
import { Link } from '#components/ui/link';
import { ranges } from '#lib/usage/buckets';
import { type UsageQuery, usageQueryString } from './usage-query.tsx';
import { rangeTexts } from './usage-texts.tsx';

/** The ranges to choose from, as links. */
export function RangeLinks({ path, query }: { path: string; query: UsageQuery }) {
  return (
    <nav aria-label="Range" className="flex flex-wrap gap-1">
      {ranges.map((range) => (
        <Link
          key={range}
          href={path + usageQueryString(query, { range })}
          scroll={false}
          aria-current={range === query.range ? 'true' : undefined}
          className={buttonStyle({
            size: 'sm',
            variant: range === query.range ? 'secondary' : 'ghost',
          })}
        >
          {rangeTexts[range]}
        </Link>
      ))}
    </nav>
  );
}
