'use client';

import { Download } from 'lucide-react';
import { useId, useState } from 'react';
import { StoreDialog } from '#components/keys/store-dialog';
import { Button } from '#components/ui/button';
import { CopyButton } from '#components/ui/copy-button';
import { Segments } from '#components/ui/segments';
import { TextLink } from '#components/ui/text-link';
import type { Environment } from '#lib/db/generated/enums';
import type { Permission } from '#lib/keys/scopes';
import { downloadText } from './secret-handling.ts';
import { envFileName, envLine, type Snippet, snippetsFor } from './snippets.ts';

type Props = {
  /** The whole key text. It lives in this component's props only and goes when it unmounts. */
  secret: string;
  keyName: string;
  environment: Environment;
  /** Origin of the gate for this environment, without a slash at its end. */
  baseUrl: string;
  /** What the key may do; decides which call is offered. Left out means everything. */
  permissions?: readonly Permission[] | undefined;
  /** The person says that the key is stored: forget the secret and go on. */
  onStored: () => void;
};

/** Shows a new key this one time; see `StoreDialog`. */
export function SecretOnce({
  secret,
  keyName,
  environment,
  baseUrl,
  permissions,
  onStored,
}: Props) {
  const createsSession = permissions?.includes('sessions:write') ?? true;
  return (
    <StoreDialog
      title={`Store this ${environment} key now`}
      description={
        <>
          This is the only time <strong className="text-ink">{keyName}</strong> is shown. Nobody can
          look it up again, not even we: only a fingerprint of it is kept.
        </>
      }
      storedLabel="I have stored it"
      hint="Lost it later? Rotate the key to get a new one."
      onStored={onStored}
    >
      <SecretForms snippets={snippetsFor(secret, baseUrl, createsSession)} />
      <Button
        size="sm"
        className="mt-2"
        onClick={() => downloadText(envFileName(keyName), `${envLine(secret)}\n`)}
      >
        <Download aria-hidden />
        Download {envFileName(keyName)}
      </Button>
      <p className="mt-3 text-muted text-sm">
        What to do with it:{' '}
        <TextLink href="/docs/quickstart" target="_blank" rel="noreferrer">
          Quickstart in a new tab
        </TextLink>
      </p>
    </StoreDialog>
  );
}

/** Which form of the secret is shown; the one button beside it copies exactly what is shown. */
function SecretForms({ snippets }: { snippets: readonly [Snippet, ...Snippet[]] }) {
  const id = useId();
  const [chosen, setChosen] = useState<Snippet['id']>('key');
  const shown = snippets.find((snippet) => snippet.id === chosen) ?? snippets[0];
  return (
    <div className="overflow-hidden rounded-lg border border-control">
      <div className="flex flex-wrap items-center justify-between gap-2 border-line border-b bg-subtle p-1.5">
        <Segments label="Show as" options={snippets} value={shown.id} onChange={setChosen} />
        <CopyButton
          key={shown.id}
          variant="primary"
          text={shown.text}
          what={shown.label}
          label={`Copy ${shown.copies}`}
          sourceId={id}
        />
      </div>
      <pre
        id={id}
        data-secret
        className="max-h-48 overflow-y-auto whitespace-pre-wrap break-all bg-surface px-3.5 py-3 font-mono leading-6"
      >
        {shown.text}
      </pre>
      <p className="border-line border-t px-3.5 py-2 text-muted text-sm">{shown.note}</p>
    </div>
  );
}
