import { TextLink } from '#components/ui/text-link';
import type { Environment } from '#lib/db/generated/enums';

/** Which calls are missing from what an organization sees, and how they are found. */
export function NobodysNote({ environment }: { environment: Environment }) {
  return (
    <p className="mt-4 text-muted text-sm">
      The gate reads a request before its key. So a call that has no route (404 route_not_found),
      the wrong method or an unreadable request belongs to nobody and is not in here, whatever key
      it carries; nor is one with a key that does not exist.{' '}
      <TextLink href={`/${environment}/requests/explain`}>Its request id explains it</TextLink>.
    </p>
  );
}
