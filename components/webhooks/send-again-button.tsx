'use client';

import { useRouter } from 'next/navigation';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { useForm } from '#components/ui/form';
import { sendAgainAction } from '#components/webhooks/actions';

/** Sends a delivery's event once more, and leads to the endpoint's deliveries. */
export function SendAgainButton({ deliveryId, path }: { deliveryId: string; path: string }) {
  const router = useRouter();
  const form = useForm(sendAgainAction, () => router.push(`${path}?saved=again`));
  return (
    <>
      <Button pending={form.pending} onClick={() => form.submit({ deliveryId })}>
        Send again
      </Button>
      {form.denial && <DenialNote denial={form.denial} />}
    </>
  );
}
