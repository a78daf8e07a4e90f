import { Badge } from '#components/ui/badge';
import { Link } from '#components/ui/link';
import type { Environment } from '#lib/db/generated/enums';
import type { KeyLabel } from '#lib/usage/key-labels';

/** A key by its name, which leads to its page; of one that is gone, its id. */
export function KeyCell({ apiKey, environment }: { apiKey: KeyLabel; environment: Environment }) {
  if (apiKey.name === null) {
    return <span className="break-all font-mono text-sm">{apiKey.id}</span>;
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Link
        href={`/${environment}/keys/${apiKey.id}`}
        className="rounded-sm font-medium hover:underline"
      >
        {apiKey.name}
      </Link>
      {apiKey.revoked && <Badge icon={null}>revoked</Badge>}
    </span>
  );
}
