'use client';

import { useRouter } from 'next/navigation';
import { removeChannelAction, saveChannelAction } from '#components/alerts/actions';
import { RemoveButton } from '#components/alerts/remove-button';
import { FormSection } from '#components/keys/form-section';
import { Field, TextField } from '#components/ui/field';
import { Form, textOf, useForm } from '#components/ui/form';
import { FormBar } from '#components/ui/form-bar';
import { Switch } from '#components/ui/switch';
import { Textarea } from '#components/ui/textarea';
import type { ChannelView } from '#lib/alerts/view';
import type { AlertChannelKind, Environment } from '#lib/db/generated/enums';
import { channelKindTexts } from './alert-texts.ts';

/** Makes a channel of a kind, or changes one. */
export function ChannelForm({
  environment,
  kind,
  channel,
}: {
  environment: Environment;
  kind: AlertChannelKind;
  /** The channel to change; null for a new one. */
  channel: ChannelView | null;
}) {
  const router = useRouter();
  const href = `/${environment}/alerts`;
  const form = useForm(saveChannelAction, () => router.push(`${href}?saved=channel`));
  const read = (fields: FormData) => {
    const shared = {
      ...(channel && { channelId: channel.id }),
      name: textOf(fields, 'name'),
      enabled: fields.get('enabled') === 'on',
    };
    if (kind === 'slack') return { ...shared, kind, url: textOf(fields, 'url') };
    const recipients = textOf(fields, 'recipients')
      .split(/[\s,;]+/)
      .filter(Boolean);
    return { ...shared, kind, recipients };
  };
  return (
    <Form
      state={form}
      aria-label={channel ? `Edit ${channel.name}` : `New channel: ${channelKindTexts[kind]}`}
      read={read}
    >
      <div>
        <FormSection title="Channel" description="It serves the live and the test environment.">
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
        <FormSection
          title="Destination"
          description={
            kind === 'slack'
              ? 'Slack’s incoming webhooks, or those of another service that takes the same JSON.'
              : 'Who gets the mail.'
          }
        >
          <Destination kind={kind} channel={channel} errorOf={form.errorOf} />
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

function Destination({
  kind,
  channel,
  errorOf,
}: {
  kind: AlertChannelKind;
  channel: ChannelView | null;
  errorOf: (field: string) => string | undefined;
}) {
  if (kind === 'slack') {
    const hint = channel?.details?.urlHint;
    return (
      <TextField
        label="Webhook address"
        name="url"
        type="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://hooks.slack.com/services/…"
        optional={channel !== null}
        error={errorOf('url')}
        hint={
          hint
            ? `It is a secret, so only ${hint} is shown. Leave this empty to keep it.`
            : 'It is a secret: it is stored encrypted and never shown again. Public https:// addresses only.'
        }
      />
    );
  }
  return (
    <Field
      label="Recipients"
      optional
      hint="E-mail addresses, one a line. Whoever is no member gets a link to confirm first. Leave it empty for all who are owners or admins when an alert fires."
      error={errorOf('recipients') ?? lineError(errorOf)}
    >
      {(control) => (
        <Textarea
          {...control}
          name="recipients"
          rows={3}
          spellCheck={false}
          defaultValue={channel?.details?.recipients.join('\n') ?? ''}
        />
      )}
    </Field>
  );
}

/** What is wrong with the first of the addresses that is none, and which one that is. */
function lineError(errorOf: (field: string) => string | undefined): string | undefined {
  const at = Array.from({ length: 20 }, (_, line) => line).find(
    (line) => errorOf(`recipients.${line}`) !== undefined,
  );
  return at === undefined ? undefined : `Address ${at + 1}: ${errorOf(`recipients.${at}`)}`;
}
