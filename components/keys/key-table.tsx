import { keyActions } from '#components/keys/key-actions';
import { KeyRow } from '#components/keys/key-row';
import { KeySelection, SelectionBar, SelectPage } from '#components/keys/key-selection';
import { type KeySort, type ListQuery, listQueryString, sortBy } from '#components/keys/list-query';
import { Table, Th } from '#components/ui/table';
import { can, type Role } from '#lib/auth/policy';
import type { Environment } from '#lib/db/generated/enums';
import type { KeyView } from '#lib/keys/view';

/** A page of keys with ticks, sortable heads and a menu a row. */
export function KeyTable({
  keys,
  query,
  environment,
  role,
}: {
  keys: readonly KeyView[];
  query: ListQuery;
  environment: Environment;
  role: Role;
}) {
  const path = `/${environment}/keys`;
  const selectable = can(role, 'api_key.revoke');
  const revocable = keys.filter((key) => keyActions(key, role).revoke).map((key) => key.id);
  const sort = (column: KeySort) => ({
    href: path + listQueryString(query, sortBy(query, column)),
    direction: query.sort === column ? query.direction : null,
  });
  return (
    <KeySelection>
      <Table
        label={`API keys, ${environment}`}
        head={
          <>
            {selectable && (
              <th scope="col" className="w-0 pl-4">
                <SelectPage keyIds={revocable} />
              </th>
            )}
            <Th sort={sort('name')}>Key</Th>
            <Th>Permissions</Th>
            <Th sort={sort('created')}>Created</Th>
            <Th sort={sort('last_used')}>Last used</Th>
            <Th sort={sort('expires')}>Expires</Th>
            <Th>State</Th>
            <Th hiddenLabel="Actions" />
          </>
        }
      >
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} role={role} selectable={selectable} />
        ))}
      </Table>
      <SelectionBar keyIds={revocable} listHref={path} />
    </KeySelection>
  );
}
