import { TextLink } from '#components/ui/text-link';
import type { Environment } from '#lib/db/generated/enums';

/** Which calls are missing from what an organization sees, and how they are found. */
export function NobodysNote({ environment }: { environment: Environment }) {
  return (
    <p className="mt-4 text-muted text-sm">
      Calls to a route that does not exist, with a wrong method, that can’t be read or with an
      unknown key are not in here: they are refused before the gate knows whose they are.{' '}
      <TextLink href={`/${environment}/requests/explain`}>Find one by its request id</TextLink>.
    </p>
  );
}
