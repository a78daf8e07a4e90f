import { Badge } from '#components/ui/badge';
import type { DeliveryView } from '#lib/webhooks/view';

/** How far a delivery has come. */
export function DeliveryState({
  delivery,
}: {
  delivery: Pick<DeliveryView, 'status' | 'attempts'>;
}) {
  const { status, attempts } = delivery;
  if (status === 'succeeded') return <Badge tone="ok">Delivered</Badge>;
  if (status === 'failed') return <Badge tone="fail">Given up</Badge>;
  return attempts === 0 ? (
    <Badge tone="info">Waiting</Badge>
  ) : (
    <Badge tone="warn">Trying again</Badge>
  );
}

/** What the endpoint answered last. */
export function answerText(status: number | null, attempts: number): string {
  if (status !== null) return String(status);
  return attempts === 0 ? '—' : 'No answer';
}
