import type { Addressee } from '#lib/alerts/addressee';
import type { Message } from '#lib/alerts/message';
import type { Handed } from '#lib/webhooks/hand-over';

/** Where a message goes. */
export type Destination = {
  /** The delivery's id, the same at every attempt. */
  readonly deliveryId: string;
  /** People, for kinds that write to people. */
  readonly recipients: readonly Addressee[];
  /** How many addresses more there are, which nobody confirmed yet, or whose owners want no more. */
  readonly waiting: number;
  readonly withdrawn: number;
  /** The address that is a secret, still sealed; null for kinds without one. */
  readonly sealedUrl: Uint8Array | null;
  /** Has a webhook endpoint told; left out for kinds without one. */
  readonly handOver?: () => Promise<Handed>;
};

/** How an attempt went, without secrets. */
export type Attempt = {
  readonly ok: boolean;
  /** For the delivery log; empty for nothing to say. */
  readonly words: string;
  /** For the operator's log alone. */
  readonly detail?: string;
  /** Set when some of it has to wait until then, which is no failure. */
  readonly until?: Date;
  /** True when there is nobody to send it to. */
  readonly nobody?: boolean;
  /** True when it would fail each time, until somebody does something. */
  readonly hopeless?: boolean;
};

/** A kind of channel: one file each, known to `deliver.ts`. */
export type ChannelKind = {
  /** Sends a message once. What the other side does wrong is an answer, not an exception. */
  readonly send: (message: Message, destination: Destination) => Promise<Attempt>;
};
