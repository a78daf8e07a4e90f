import type { Asking } from './ask.ts';
import type { Filter } from './sums.ts';

/** A key as charts name it; the name is null for one that is gone. */
export type KeyLabel = {
  readonly id: string;
  readonly name: string | null;
  readonly revoked: boolean;
};

type Row = { id: string; name: string; revoked: boolean };

/** The names of the organization's keys among these ids, revoked ones too. */
export async function readKeyLabels(
  { client }: Asking,
  { organizationId }: Pick<Filter, 'organizationId'>,
  ids: readonly string[],
): Promise<Map<string, KeyLabel>> {
  const { rows } = await client.query<Row>(
    `SELECT id, name, revoked_at IS NOT NULL AS revoked FROM api_keys
     WHERE organization_id = $1 AND id = ANY ($2)`,
    [organizationId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
