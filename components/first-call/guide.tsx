'use client';

import { useState } from 'react';
import { CreateStep } from '#components/first-call/create-step';
import { SeenCall } from '#components/first-call/seen-call';
import { Step } from '#components/first-call/step';
import { useActivity } from '#components/first-call/use-activity';
import { Waiting } from '#components/first-call/waiting';
import { newNonce } from '#components/keys/nonce';
import { secretOnce } from '#components/keys/shown-once';
import { CodeBlock } from '#components/ui/code-block';
import { useForm } from '#components/ui/form';
import { Mono } from '#components/ui/mono';
import { Segments } from '#components/ui/segments';
import { brand } from '#lib/brand';
import type { Environment } from '#lib/db/generated/enums';
import type { Permission } from '#lib/keys/scopes';
import { createFirstKeyAction } from './actions.ts';
import { samplesFor } from './samples.ts';

/** A key that the guide can watch; its secret is not known here, except for one made on this page. */
export type GuideKey = {
  id: string;
  name: string;
  prefix: string;
  tail: string;
  permissions: readonly Permission[];
};

const FIRST_KEY_DAYS = 90;

/** From no key to the first answer: create, copy, run, and see it arrive. The secret stays in this state. */
export function Guide({
  environment,
  baseUrl,
  keys,
  grantable,
}: {
  environment: Environment;
  baseUrl: string;
  /** Working keys, the newest first. */
  keys: readonly GuideKey[];
  /** What a new key may do; empty when the role makes no keys here. */
  grantable: readonly Permission[];
}) {
  const [made, setMade] = useState<{ key: GuideKey; secret: string } | null>(null);
  const [stored, setStored] = useState(false);
  const [chosenId, setChosenId] = useState(keys[0]?.id ?? null);
  const [nonce, setNonce] = useState(newNonce);
  const show = ({ key, secret }: { key: GuideKey; secret: string }) => {
    setMade({ key, secret });
    setStored(false);
    setChosenId(key.id);
    setNonce(newNonce());
  };
  const form = useForm(createFirstKeyAction, show, secretOnce.needed);
  const known = made ? [made.key, ...keys.filter(({ id }) => id !== made.key.id)] : keys;
  const key = known.find(({ id }) => id === chosenId) ?? null;
  const secret = made && key?.id === made.key.id ? made.secret : null;
  const watch = useActivity(key?.id ?? null);
  const arrived = watch.state === 'seen' && watch.call.status < 400;

  const create = () =>
    form.submit({
      environment,
      name: `First ${environment} key${known.length > 0 ? ` ${known.length + 1}` : ''}`,
      note: 'Made on the first-call page',
      permissions: [...grantable],
      expiresInDays: FIRST_KEY_DAYS,
      ipAllowlist: [],
      rateLimit: null,
      nonce,
    });

  return (
    <>
      <ol className="max-w-3xl">
        <Step number={1} title="Get a key" state={key ? 'done' : 'now'}>
          <CreateStep
            environment={environment}
            keys={known}
            chosen={key}
            onChoose={setChosenId}
            state={form}
            onCreate={grantable.length > 0 ? create : null}
          />
        </Step>
        <Step
          number={2}
          title="Call the API from your terminal"
          state={!key ? 'later' : arrived ? 'done' : 'now'}
        >
          {key && <Samples baseUrl={baseUrl} secret={secret} permissions={key.permissions} />}
        </Step>
        <Step number={3} title="See it arrive" state={!key ? 'later' : arrived ? 'done' : 'now'}>
          {key && watch.state === 'seen' && (
            <SeenCall call={watch.call} keyId={key.id} environment={environment} />
          )}
          {key && watch.state !== 'seen' && <Waiting watch={watch} />}
        </Step>
      </ol>
      {made && !stored && (
        <secretOnce.Dialog
          secret={made.secret}
          keyName={made.key.name}
          environment={environment}
          baseUrl={baseUrl}
          permissions={made.key.permissions}
          onStored={() => setStored(true)}
        />
      )}
    </>
  );
}

function Samples({
  baseUrl,
  secret,
  permissions,
}: {
  baseUrl: string;
  secret: string | null;
  permissions: readonly Permission[];
}) {
  const createsSession = permissions.includes('sessions:write');
  const samples = samplesFor({ baseUrl, secret, variable: brand.keyVariable, createsSession });
  const [language, setLanguage] = useState('curl');
  const shown = samples.find(({ id }) => id === language);
  return (
    <div className="flex flex-col gap-3">
      <Segments label="Language" options={samples} value={language} onChange={setLanguage} />
      {shown && <CodeBlock key={shown.id} code={shown.code} label={`${shown.label} sample`} />}
      <p className="text-muted text-sm">
        {createsSession ? 'Creates a session and costs 1 credit. ' : 'Asks who the key is: free. '}
        {secret === null && (
          <>
            A key is shown only once, so it is not in here: put it into the variable{' '}
            <Mono>{brand.keyVariable}</Mono> first.
          </>
        )}
        {secret !== null && 'The key is filled in; it is gone from here once you leave the page.'}
      </p>
    </div>
  );
}
