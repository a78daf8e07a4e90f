'use client';

import { Send } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { RemoveButton } from '#components/alerts/remove-button';
import { AskedDialog } from '#components/ui/asked-dialog';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { useForm } from '#components/ui/form';
import { LinkButton } from '#components/ui/link-button';
import {
  removeEndpointAction,
  rotateEndpointSecretAction,
  switchEndpointAction,
  testEndpointAction,
} from '#components/webhooks/actions';
import { signingSecret } from '#components/webhooks/signing-secret';
import { useLooks } from '#components/webhooks/use-looks';
import { labelOf } from '#lib/webhooks/label';
import type { EndpointView } from '#lib/webhooks/view';

/** What can be done with an endpoint. */
export function EndpointButtons({ endpoint }: { endpoint: EndpointView }) {
  const href = `/${endpoint.environment}/webhooks`;
  const { id, enabled } = endpoint;
  const looks = useLooks();
  const test = useForm(testEndpointAction, looks.begin);
  const turn = useForm(switchEndpointAction);
  const denial = test.denial ?? turn.denial;
  return (
    <>
      {enabled && (
        <Button pending={test.pending} onClick={() => test.submit({ endpointId: id })}>
          <Send aria-hidden />
          Send a test
        </Button>
      )}
      <Button
        pending={turn.pending}
        onClick={() => turn.submit({ endpointId: id, enabled: !enabled })}
      >
        {enabled ? 'Switch off' : 'Switch on'}
      </Button>
      <RotateButton endpoint={endpoint} />
      <LinkButton href={`${href}/${id}/edit`}>Edit</LinkButton>
      <RemoveButton
        label="Remove"
        question={`Remove the endpoint ${labelOf(endpoint)}?`}
        consequence="Nothing is sent there any more, and its secret and delivery log are gone. To stop for a while, switch it off instead."
        action={removeEndpointAction}
        input={{ endpointId: id }}
        doneHref={href}
      />
      <p role="status" className="text-muted text-sm empty:hidden">
        {looks.begun && !denial && 'On its way: see the deliveries below.'}
      </p>
      {denial && <DenialNote denial={denial} />}
    </>
  );
}

function RotateButton({ endpoint }: { endpoint: EndpointView }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm(
    rotateEndpointSecretAction,
    (made) => {
      setOpen(false);
      setSecret(made.secret);
    },
    signingSecret.needed,
  );
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Rotate secret
      </Button>
      {open && (
        <AskedDialog
          open
          onOpenChange={setOpen}
          size="sm"
          title="Rotate the signing secret?"
          description="A new secret is made and shown once. For 24 hours deliveries are signed with both; then the old one stops. One that is still being replaced stops at once."
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Keep it</Button>
              <Button
                variant="primary"
                pending={form.pending}
                onClick={() => form.submit({ endpointId: endpoint.id })}
              >
                Rotate secret
              </Button>
            </>
          }
        >
          {form.denial && <DenialNote denial={form.denial} />}
        </AskedDialog>
      )}
      {secret && (
        <signingSecret.Dialog
          secret={secret}
          endpoint={endpoint}
          replaces
          onStored={() => {
            setSecret(null);
            router.refresh();
          }}
        />
      )}
    </>
  );
}
