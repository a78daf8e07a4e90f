import { channel } from 'node:diagnostics_channel';

/** Moments of a delivery, in order; a test may end the process at one of them. */
export type DeliveryPoint = 'queueing' | 'fetched' | 'answered' | 'settling' | 'settled';

/** Tells subscribers each `DeliveryPoint` as it is passed. */
export const deliveryPoints = channel('portal:webhooks.delivery');

export function pass(point: DeliveryPoint): void {
  if (deliveryPoints.hasSubscribers) deliveryPoints.publish(point);
}
