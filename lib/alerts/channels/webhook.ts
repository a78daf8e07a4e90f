import type { ChannelKind } from './channel.ts';

/** A webhook endpoint of the organization: its own deliveries send the event, try again and keep the log. */
export const webhook: ChannelKind = {
  send: async (_message, { handOver }) => {
    switch (await handOver?.()) {
      case 'handed':
        return { ok: true, words: 'Handed to the endpoint, whose deliveries say how it went.' };
      case 'off':
        return { ok: false, words: 'The webhook endpoint is off.', hopeless: true };
      default:
        return { ok: false, words: 'The webhook endpoint was removed.', hopeless: true };
    }
  },
};
