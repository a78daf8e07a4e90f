import { CopyButton } from '#components/ui/copy-button';
import { Link } from '#components/ui/link';
import type { Environment } from '#lib/db/generated/enums';

/** Leads from a request's id, shortened, to why its call was answered as it was. */
export function RequestLink({ id, environment }: { id: string; environment: Environment }) {
  return (
    <span className="flex items-center gap-1">
      <Link
        href={`/${environment}/requests/${id}`}
        className="whitespace-nowrap rounded-sm font-mono text-sm underline decoration-line underline-offset-2 hover:decoration-current"
        title={id}
      >
        {`req_…${id.slice(-6)}`}
      </Link>
      <CopyButton text={id} what="request id" />
    </span>
  );
}
