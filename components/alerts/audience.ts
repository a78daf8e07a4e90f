import type { ChannelView } from '#lib/alerts/view';
import type { Environment } from '#lib/db/generated/enums';

/** What of a channel decides whether a rule that names it tells anybody. */
export type Channel = Pick<ChannelView, 'id' | 'name' | 'enabled' | 'endpointState'>;

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
  const on = told.filter((channel) => troubleOf(channel) === null);
  if (on.length > 0) {
    const all = on.length === told.length ? 'every channel' : 'every channel that is on';
    return { names: every ? all : namesOf(told), silence: null };
  }
  if (told.length === 0) return { names: 'nobody', silence: 'there is no channel' };
  return { names: 'nobody', silence: every ? offWords(told) : namesOf(told) };
}

/** The channels that rules of an environment may name. */
export function channelsFor(
  environment: Environment,
  channels: readonly ChannelView[],
): readonly ChannelView[] {
  return channels.filter((one) => one.environment === null || one.environment === environment);
}

/** Why nothing goes to a channel, in a word; null when it does. */
export function troubleOf({ enabled, endpointState }: Channel): string | null {
  if (!enabled) return 'off';
  if (endpointState === null || endpointState === 'on') return null;
  return endpointState === 'off' ? 'its endpoint is off' : 'its endpoint was removed';
}

function namesOf(channels: readonly Channel[]): string {
  const worded = channels.map((one) => {
    const trouble = troubleOf(one);
    if (trouble === null) return one.name;
    return one.enabled ? `${one.name}: ${trouble}` : `${one.name} is off`;
  });
  return worded.join(', ');
}

function offWords(told: readonly Channel[]): string {
  return told.every(({ enabled }) => !enabled) ? 'every channel is off' : namesOf(told);
}
