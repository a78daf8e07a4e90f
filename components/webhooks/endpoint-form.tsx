'use client';

import { CircleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormSection } from '#components/keys/form-section';
import { Checkbox } from '#components/ui/checkbox';
import { TextField } from '#components/ui/field';
import { Form, textOf, useForm } from '#components/ui/form';
import { FormBar } from '#components/ui/form-bar';
import { addEndpointAction, editEndpointAction } from '#components/webhooks/actions';
import { signingSecret } from '#components/webhooks/signing-secret';
import type { Environment } from '#lib/db/generated/enums';
import { webhookEvents, webhookEventTypes } from '#lib/webhooks/events';
import { labelOf } from '#lib/webhooks/label';
import type { NewEndpoint } from '#lib/webhooks/save';
import type { EndpointView } from '#lib/webhooks/view';

/** Makes an endpoint, then shows its secret, which is this component's state only. */
export function NewEndpointForm({ environment }: { environment: Environment }) {
  const router = useRouter();
  const [made, setMade] = useState<NewEndpoint | null>(null);
  const form = useForm(addEndpointAction, setMade, signingSecret.needed);
  const href = `/${environment}/webhooks`;
  if (made) {
    return (
      <signingSecret.Dialog
        secret={made.secret}
        endpoint={made.endpoint}
        replaces={false}
        onStored={() => {
          setMade(null);
          router.replace(`${href}/${made.endpoint.id}`);
        }}
      />
    );
  }
  return (
    <Form
      state={form}
      aria-label="Add endpoint"
      read={(fields) => ({ environment, ...settingsOf(fields) })}
    >
      <div>
        <Fields endpoint={null} errorOf={form.errorOf} />
        <FormBar cancelHref={href} submit="Add endpoint" pending={form.pending} />
      </div>
    </Form>
  );
}

/** Changes where an endpoint is and what it is told. */
export function EditEndpointForm({ endpoint }: { endpoint: EndpointView }) {
  const router = useRouter();
  const href = `/${endpoint.environment}/webhooks/${endpoint.id}`;
  const form = useForm(editEndpointAction, () => router.push(`${href}?saved=endpoint`));
  return (
    <Form
      state={form}
      aria-label={`Edit ${labelOf(endpoint)}`}
      read={(fields) => ({ endpointId: endpoint.id, ...settingsOf(fields) })}
    >
      <div>
        <Fields endpoint={endpoint} errorOf={form.errorOf} />
        <FormBar cancelHref={href} submit="Save changes" pending={form.pending} />
      </div>
    </Form>
  );
}

function settingsOf(fields: FormData) {
  const chosen = new Set(fields.getAll('events'));
  return {
    url: textOf(fields, 'url'),
    description: textOf(fields, 'description'),
    events: webhookEventTypes.filter((type) => chosen.has(type)),
  };
}

function Fields({
  endpoint,
  errorOf,
}: {
  endpoint: EndpointView | null;
  errorOf: (field: string) => string | undefined;
}) {
  const wrong = errorOf('events');
  return (
    <>
      <FormSection title="Destination" description="Where events are posted to, as JSON.">
        <TextField
          label="Address"
          name="url"
          type="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.com/webhooks"
          defaultValue={endpoint?.url ?? ''}
          hint="A public https:// address. It has 30 seconds to answer 2xx; redirects are not followed."
          error={errorOf('url')}
        />
        <TextField
          label="Description"
          name="description"
          optional
          defaultValue={endpoint?.description ?? ''}
          error={errorOf('description')}
        />
      </FormSection>
      <FormSection title="Events" description="What it is told. Choose only what it handles.">
        {wrong && (
          <p
            id="events-error"
            data-invalid
            tabIndex={-1}
            className="flex items-start gap-1.5 text-fail text-sm"
          >
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {wrong}
          </p>
        )}
        <fieldset
          className="grid gap-x-6 gap-y-3 sm:grid-cols-2"
          aria-describedby={wrong ? 'events-error' : undefined}
        >
          <legend className="sr-only">Events</legend>
          {webhookEventTypes.map((type) => (
            <Checkbox
              key={type}
              name="events"
              value={type}
              label={<span className="break-all font-mono text-sm">{type}</span>}
              hint={webhookEvents[type]}
              defaultChecked={endpoint?.events.includes(type) ?? false}
            />
          ))}
        </fieldset>
      </FormSection>
    </>
  );
}
