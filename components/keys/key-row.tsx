import { keyActions } from '#components/keys/key-actions';
import { KeyMenu } from '#components/keys/key-menu';
import { SelectKey } from '#components/keys/key-selection';
import { KeyState } from '#components/keys/key-state';
import { cn } from '#components/ui/class-names';
import { Link } from '#components/ui/link';
import { KeyText } from '#components/ui/mono';
import { Td, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { Role } from '#lib/auth/policy';
import type { KeyView } from '#lib/keys/view';
import { permissionsInShort } from './key-texts.ts';

/** One key of the list; a card on phones. */
export function KeyRow({
  apiKey,
  role,
  selectable,
}: {
  apiKey: KeyView;
  role: Role;
  selectable: boolean;
}) {
  const href = `/${apiKey.environment}/keys/${apiKey.id}`;
  const actions = keyActions(apiKey, role);
  return (
    <Tr className="relative has-checked:bg-accent-soft">
      {selectable && (
        <Td className="w-0 pr-0 max-md:absolute max-md:top-3.5 max-md:left-4">
          {actions.revoke && <SelectKey keyId={apiKey.id} name={apiKey.name} />}
        </Td>
      )}
      <Td className={cn('md:min-w-44', selectable && 'max-md:pl-7')}>
        <Link href={href} className="rounded-sm font-medium hover:underline max-md:pr-9">
          {apiKey.name}
        </Link>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <KeyText prefix={apiKey.prefix} tail={apiKey.tail} />
          <span className="md:hidden">
            <KeyState state={apiKey.state} />
          </span>
        </span>
      </Td>
      <Td label="Permissions">
        <span className="whitespace-nowrap" title={apiKey.permissions.join(', ')}>
          {permissionsInShort(apiKey.permissions)}
        </span>
      </Td>
      <Td label="Created">
        <span className="block whitespace-nowrap">{apiKey.createdBy?.name ?? 'Operator'}</span>
        <Time
          iso={apiKey.createdAt}
          style="date"
          className="whitespace-nowrap text-muted text-sm"
        />
      </Td>
      <Td label="Last used">
        <LastUse apiKey={apiKey} />
      </Td>
      <Td label="Expires">
        <Ending apiKey={apiKey} />
      </Td>
      <Td className="max-md:hidden!">
        <KeyState state={apiKey.state} />
      </Td>
      <Td className="md:w-0 md:pl-0 max-md:absolute max-md:top-2 max-md:right-2">
        <KeyMenu name={apiKey.name} href={href} actions={actions} />
      </Td>
    </Tr>
  );
}

function LastUse({ apiKey }: { apiKey: KeyView }) {
  if (apiKey.lastUsedAt === null) return <span className="text-faint">Never</span>;
  const from = [apiKey.lastUsedIp, apiKey.lastUsedClient].filter(Boolean).join(' · ');
  return (
    <>
      <Time iso={apiKey.lastUsedAt} style="relative" className="block whitespace-nowrap" />
      <span
        className="block max-w-52 truncate md:max-w-36 min-[90rem]:max-w-52 text-muted text-sm"
        title={from}
      >
        {from}
      </span>
    </>
  );
}

const ENDED: ReadonlySet<KeyView['state']> = new Set(['revoked', 'expired']);

/** When the key stops or has stopped, whatever ends it first. */
function Ending({ apiKey }: { apiKey: KeyView }) {
  const end = apiKey.revokedAt ?? apiKey.endsAt;
  if (end === null) return <span className="text-faint">Never</span>;
  return (
    <>
      <span className="block whitespace-nowrap">
        {ENDED.has(apiKey.state) && 'Ended '}
        <Time iso={end} style="relative" />
      </span>
      <Time iso={end} style="date" className="whitespace-nowrap text-muted text-sm" />
    </>
  );
}
