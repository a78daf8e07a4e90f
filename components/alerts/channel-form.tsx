'use client';

import { useRouter } from 'next/navigation';
import { removeChannelAction, saveChannelAction } from '#components/alerts/actions';
import { RemoveButton } from '#components/alerts/remove-button';
import { FormSection } from '#components/keys/form-section';
import { TextField } from '#components/ui/field';
import { Form, textOf, useForm } from '#components/ui/form';
import { FormBar } from '#components/ui/form-bar';
import { Switch } from '#components/ui/switch';
import type { ChannelView } from '#lib/alerts/view';
import type { AlertChannelKind, Environment } from '#lib/db/generated/enums';
import { channelKindTexts } from './alert-texts.ts';
import { ChannelDestination } from './channel-destination.tsx';
import type { Endpoint } from './endpoint-choice.ts';

const destinationTexts: Readonly<Record<AlertChannelKind, string>> = {
  email: 'Who gets the mail.',
  slack: 'Slack’s incoming webhooks, or those of another service that takes the same JSON.',
  webhook: 'One of your webhook endpoints. It gets signed events, and its deliveries keep the log.',
};

/** Makes a channel of a kind, or changes one. */
export function ChannelForm({
  environment,
  kind,
  channel,
  endpoints,
}: {
  environment: Environment;
  kind: AlertChannelKind;
  /** The channel to change; null for a new one. */
  channel: ChannelView | null;
  /** The webhook endpoints that it may lead to; none for other kinds. */
  endpoints: readonly Endpoint[];
}) {
  const router = useRouter();
  const href = `/${environment}/alerts`;
  const form = useForm(saveChannelAction, () => router.push(`${href}?saved=channel`));
  return (
    <Form
      state={form}
      aria-label={channel ? `Edit ${channel.name}` : `New channel: ${channelKindTexts[kind]}`}
      read={(fields) => channelOf(fields, kind, channel)}
    >
      <div>
        <FormSection
          title="Channel"
          description={
            kind === 'webhook'
              ? 'It takes the alerts of its endpoint’s environment.'
              : 'It serves the live and the test environment.'
          }
        >
          <TextField
            label="Name"
            name="name"
            defaultValue={channel?.name ?? ''}
            error={form.errorOf('name')}
          />
          <Switch
            name="enabled"
            label="On"
            hint="Off means that nothing goes there."
            defaultChecked={channel?.enabled ?? true}
          />
        </FormSection>
        <FormSection title="Destination" description={destinationTexts[kind]}>
          <ChannelDestination
            kind={kind}
            channel={channel}
            endpoints={endpoints}
            errorOf={form.errorOf}
          />
        </FormSection>
        <FormBar
          cancelHref={href}
          submit={channel ? 'Save changes' : 'Add channel'}
          pending={form.pending}
        >
          {channel && (
            <RemoveButton
              label="Remove channel"
              question={`Remove the channel “${channel.name}”?`}
              consequence="Its deliveries go with it. A rule that told only this channel will tell every other one."
              action={removeChannelAction}
              input={{ channelId: channel.id }}
              doneHref={href}
            />
          )}
        </FormBar>
      </div>
    </Form>
  );
}

/** The channel as the form says it. */
function channelOf(fields: FormData, kind: AlertChannelKind, channel: ChannelView | null) {
  const shared = {
    ...(channel && { channelId: channel.id }),
    name: textOf(fields, 'name'),
    enabled: fields.get('enabled') === 'on',
  };
  if (kind === 'slack') return { ...shared, kind, url: textOf(fields, 'url') };
  if (kind === 'webhook') return { ...shared, kind, endpointId: textOf(fields, 'endpointId') };
  const recipients = textOf(fields, 'recipients')
    .split(/[\s,;]+/)
    .filter(Boolean);
  return { ...shared, kind, recipients };
}
