import type { ChannelView } from '#lib/alerts/view';

type Channel = Pick<ChannelView, 'id' | 'name' | 'enabled'>;

/** Whom a rule tells. */
export type Audience = {
  readonly names: string;
  /** Why nobody is told beside the portal, as half a sentence; null when somebody is. */
  readonly silence: string | null;
};

/** Whom a rule with these channels tells; none chosen means every one. */
export function audienceOf(chosen: readonly string[], channels: readonly Channel[]): Audience {
  const every = chosen.length === 0;
  const told = every ? channels : channels.filter(({ id }) => chosen.includes(id));
  const on = told.filter(({ enabled }) => enabled);
  if (on.length > 0) {
    const all = on.length === told.length ? 'every channel' : 'every channel that is on';
    return { names: every ? all : namesOf(told), silence: null };
  }
  if (told.length === 0) return { names: 'nobody', silence: 'there is no channel' };
  return { names: 'nobody', silence: every ? 'every channel is off' : namesOf(told) };
}

function namesOf(channels: readonly Channel[]): string {
  return channels.map(({ name, enabled }) => (enabled ? name : `${name} is off`)).join(', ');
}
