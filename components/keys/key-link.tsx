import { Link } from '#components/ui/link';
import { KeyText } from '#components/ui/mono';
import type { KeyView } from '#lib/keys/view';

/** A key by its name, which leads to its page, and what is shown of its text. */
export function KeyLink({ apiKey }: { apiKey: KeyView }) {
  return (
    <>
      <Link
        href={`/${apiKey.environment}/keys/${apiKey.id}`}
        className="rounded-sm font-medium hover:underline"
      >
        {apiKey.name}
      </Link>
      <KeyText prefix={apiKey.prefix} tail={apiKey.tail} className="block" />
    </>
  );
}
