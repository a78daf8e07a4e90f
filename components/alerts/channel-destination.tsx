import { Field, TextField } from '#components/ui/field';
import { Select } from '#components/ui/select';
import { Textarea } from '#components/ui/textarea';
import type { ChannelView } from '#lib/alerts/view';
import type { AlertChannelKind } from '#lib/db/generated/enums';
import { choiceOf, type Endpoint } from './endpoint-choice.ts';

type Props = {
  kind: AlertChannelKind;
  channel: ChannelView | null;
  endpoints: readonly Endpoint[];
  errorOf: (field: string) => string | undefined;
};

/** The fields of where a channel leads, by its kind. */
export function ChannelDestination({ kind, channel, endpoints, errorOf }: Props) {
  if (kind === 'webhook') {
    const chosen = channel?.details?.endpoint?.id;
    return (
      <Field label="Endpoint" error={errorOf('endpointId')}>
        {(control) => (
          <Select
            {...control}
            name="endpointId"
            defaultValue={chosen ?? ''}
            options={[
              ...(chosen === undefined ? [{ value: '', label: 'Choose an endpoint' }] : []),
              ...endpoints.map((one) => ({ value: one.id, label: choiceOf(one, endpoints) })),
            ]}
          />
        )}
      </Field>
    );
  }
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
