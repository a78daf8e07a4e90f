import { HandOver } from '#components/keys/hand-over';
import { KeyActivityCard } from '#components/keys/key-activity';
import { findKey } from '#components/keys/load-key';
import { requireContext } from '#lib/auth/current-session';
import { can, type Role } from '#lib/auth/policy';
import { clock } from '#lib/clock';
import type { KeyView } from '#lib/keys/view';
import { type KeyActivity, keyActivity } from '#lib/requests/key-activity';

/** The hand-over of a rotated key and who uses the key; both from what the gates recorded. */
export async function KeyInsight({ apiKey, role }: { apiKey: KeyView; role: Role }) {
  const [before, after] = await Promise.all([
    findKey(apiKey.rotatedFromId),
    findKey(apiKey.rotatedToId),
  ]);
  const own = await activityOf(apiKey);
  const pair = await pairOf({ key: apiKey, activity: own }, before, after);
  const now = clock.now();
  return (
    <>
      {pair && (
        <HandOver old={pair.old} next={pair.next} mayAct={can(role, 'api_key.rotate')} now={now} />
      )}
      <KeyActivityCard
        activity={own}
        environment={apiKey.environment}
        mayExplain={can(role, 'request.read')}
      />
    </>
  );
}

type Side = { key: KeyView; activity: KeyActivity | null };

/** The rotation that matters on this key's page: to its successor, else from its predecessor. */
async function pairOf(own: Side, before: KeyView | null, after: KeyView | null) {
  if (after) return { old: own, next: { key: after, activity: await activityOf(after) } };
  if (before) return { old: { key: before, activity: await activityOf(before) }, next: own };
  return null;
}

async function activityOf(key: KeyView): Promise<KeyActivity | null> {
  const asked = await keyActivity(await requireContext(), { keyId: key.id });
  return asked.ok ? asked.data : null;
}
