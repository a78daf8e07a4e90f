import { LIMITED } from './outcomes.ts';

/**
 * The windows (minutes) of those rows of `records.usage_minutes` that `where` picks, as a statement: of each
 * organization (empty key) and of each key with a limit of its own, with the calls that this limit refused.
 * A key's calls are counted one by one, so those beyond its limit are as many as its count is beyond it, and
 * all of them when the organization had room (decision 0022). Early is a call that was refused while an
 * earlier one of its key had been told to wait; what a key's own limit refuses comes after the rest.
 */
export function minuteWindows(where: string): string {
  return `WITH keys AS MATERIALIZED (
      SELECT organization_id, environment, start, key_id, max(peak) AS peak, max(peak_limit) AS peak_limit,
        max(key_peak) AS key_peak, max(key_limit) AS key_limit,
        coalesce(sum(requests) FILTER (WHERE code = '${LIMITED}'), 0) AS refused,
        coalesce(bool_or(peak > peak_limit) FILTER (WHERE code = '${LIMITED}'), false) AS organization_over
      FROM records.usage_minutes WHERE ${where} GROUP BY organization_id, environment, start, key_id
    ), refusals AS MATERIALIZED (
      SELECT *, CASE WHEN key_peak <= key_limit OR key_limit = 0 THEN 0 WHEN organization_over
        THEN least(refused, key_peak - key_limit) ELSE refused END AS own
      FROM keys
    )
    SELECT organization_id, environment, start, '' AS key_id, max(peak) AS peak, max(peak_limit) AS peak_limit,
      sum(refused - own) AS refused, sum(greatest(refused - own - 1, 0)) AS early
    FROM refusals GROUP BY organization_id, environment, start
    UNION ALL
    SELECT organization_id, environment, start, key_id, key_peak, key_limit, own,
      greatest(own - (own = refused)::int, 0)
    FROM refusals WHERE key_limit > 0`;
}
