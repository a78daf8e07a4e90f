import { KeyRound } from 'lucide-react';
import { headers } from 'next/headers';
import { SimulateForm } from '#components/requests/simulate-form';
import { SimulatedOutcome } from '#components/requests/simulated';
import { Card } from '#components/ui/card';
import { DenialNote } from '#components/ui/denial-note';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { callOrigin } from '#lib/auth/caller';
import { requireContext, requireSession } from '#lib/auth/current-session';
import type { Environment } from '#lib/db/generated/enums';
import { env } from '#lib/env';
import { listKeyNames } from '#lib/keys/names';
import { simulateRequest } from '#lib/requests/simulate';

type Search = Readonly<Record<string, string | string[] | undefined>>;
type Input = Parameters<typeof simulateRequest>[1];

/** The form, and once it was sent what would become of that call. */
export async function Simulation({
  environment,
  search,
}: {
  environment: Environment;
  search: Search;
}) {
  const ctx = await requireContext();
  const { role } = await requireSession();
  const keys = await listKeyNames(ctx, { environment });
  if (!keys.ok) return <DenialNote denial={keys.denial} />;
  if (keys.data.length === 0) return <NoKeys environment={environment} />;
  const text = (name: string) => {
    const value = search[name];
    return (typeof value === 'string' ? value : '').trim().slice(0, 200);
  };
  const { ip: own } = callOrigin(await headers(), env().trustedProxies);
  const fields = {
    key: text('key') || (keys.data[0]?.id ?? ''),
    method: text('method') || 'POST',
    path: text('path') || '/v1/sessions',
    ip: text('ip') || own,
    to: text('to'),
    at: text('at'),
  };
  const asked = text('path') !== '';
  const input = {
    keyId: fields.key,
    method: fields.method,
    path: fields.path,
    ip: fields.ip,
    ...(fields.to && { listener: fields.to }),
    ...(fields.at && { at: fields.at }),
  };
  const outcome = asked ? await simulateRequest(ctx, input as Input) : null;
  const errors = outcome?.ok === false ? (outcome.denial.fields ?? {}) : {};
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title="The call">
        <SimulateForm
          path={`/${environment}/requests/simulate`}
          fields={fields}
          keys={keys.data}
          errors={errors}
        />
      </Card>
      {outcome?.ok && <SimulatedOutcome outcome={outcome.data} keyId={fields.key} role={role} />}
      {outcome?.ok === false && <DenialNote denial={outcome.denial} />}
    </div>
  );
}

function NoKeys({ environment }: { environment: Environment }) {
  return (
    <EmptyState
      icon={KeyRound}
      title="There is no key to simulate with"
      actions={
        <LinkButton variant="primary" href={`/${environment}/keys/new`}>
          Create a {environment} key
        </LinkButton>
      }
    >
      A simulated call is made with one of this environment’s keys.
    </EmptyState>
  );
}
