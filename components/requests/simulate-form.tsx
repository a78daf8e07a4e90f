import { Button } from '#components/ui/button';
import { Field, TextField } from '#components/ui/field';
import { Select } from '#components/ui/select';

/** What is asked of the simulator, as texts of the address. */
export type SimulateFields = {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly ip: string;
  readonly to: string;
  readonly at: string;
};

const methods = ['GET', 'POST', 'PATCH', 'DELETE'].map((value) => ({ value, label: value }));
const listeners = [
  { value: '', label: 'The key’s own environment' },
  { value: 'live', label: 'The live address' },
  { value: 'test', label: 'The test address' },
];

/** A call to be rehearsed; the address keeps it, so that it can be passed on. */
export function SimulateForm({
  path,
  fields,
  keys,
  errors,
}: {
  path: string;
  fields: SimulateFields;
  keys: readonly { readonly id: string; readonly name: string }[];
  errors: Readonly<Record<string, string>>;
}) {
  return (
    <form action={path} className="grid gap-4 sm:grid-cols-2">
      <Field label="Key" error={errors.keyId}>
        {(control) => (
          <Select
            {...control}
            name="key"
            defaultValue={fields.key}
            options={keys.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Field>
      <Field label="Sent to">
        {(control) => (
          <Select {...control} name="to" defaultValue={fields.to} options={listeners} />
        )}
      </Field>
      <Field label="Method" error={errors.method}>
        {(control) => (
          <Select {...control} name="method" defaultValue={fields.method} options={methods} />
        )}
      </Field>
      <TextField label="Path" name="path" defaultValue={fields.path} error={errors.path} />
      <TextField
        label="From address"
        name="ip"
        defaultValue={fields.ip}
        error={errors.ip}
        hint="IPv4 or IPv6 of the caller."
      />
      <TextField
        label="At"
        name="at"
        optional
        defaultValue={fields.at}
        error={errors.at}
        placeholder="2026-12-24T18:00:00Z"
        hint="ISO time with a zone; now when left empty."
      />
      <div className="sm:col-span-2">
        <Button type="submit" variant="primary">
          Simulate
        </Button>
      </div>
    </form>
  );
}
