import { Check, Minus } from 'lucide-react';
import { Card } from '#components/ui/card';
import { LinkButton } from '#components/ui/link-button';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import { type Permission, permissions, permissionTexts } from '#lib/keys/scopes';
import type { KeyView } from '#lib/keys/view';
import { count, permissionsInShort } from './key-texts.ts';

/** What a key may do against what it has done; unused permissions are what to take away. */
export function KeyPermissions({
  apiKey,
  editHref,
}: {
  apiKey: KeyView;
  /** Where permissions are changed; null when this person or key can't. */
  editHref: string | null;
}) {
  const unused = apiKey.scopes.filter((scope) => scope.lastUsedAt === null).length;
  const everUsed = apiKey.lastUsedAt !== null;
  return (
    <Card
      title="Permissions"
      description={`${permissionsInShort(apiKey.permissions)}. Last use per permission, at most a minute old.`}
      footer={
        everUsed && unused > 0 && editHref ? (
          <>
            <span>
              {count(unused, 'permission')} never used. The less the key may, the less a leak costs.
            </span>
            <LinkButton size="sm" href={editHref}>
              Reduce
            </LinkButton>
          </>
        ) : undefined
      }
    >
      <ul className="-my-2 divide-y divide-line">
        {permissions.map((permission) => (
          <PermissionRow key={permission} permission={permission} apiKey={apiKey} />
        ))}
      </ul>
    </Card>
  );
}

function PermissionRow({ permission, apiKey }: { permission: Permission; apiKey: KeyView }) {
  const scope = apiKey.scopes.find((item) => item.permission === permission);
  const Icon = scope ? Check : Minus;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-2">
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <Icon
          aria-label={scope ? 'Granted' : 'Not granted'}
          className={`size-4 shrink-0 translate-y-0.5 ${scope ? 'text-ok' : 'text-faint'}`}
        />
        <span className="min-w-0">
          <Mono className={scope ? undefined : 'text-faint'}>{permission}</Mono>
          <span className="block text-muted text-sm">{permissionTexts[permission]}</span>
        </span>
      </span>
      <span className="text-muted text-sm">
        {!scope && 'Not granted'}
        {scope && scope.lastUsedAt === null && 'Never used'}
        {scope?.lastUsedAt && <Time iso={scope.lastUsedAt} style="relative" />}
      </span>
    </li>
  );
}
