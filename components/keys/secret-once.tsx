'use client';

import { Download, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { AlertDialog } from '#components/ui/alert-dialog';
import { Button } from '#components/ui/button';
import { cn } from '#components/ui/class-names';
import { CopyButton } from '#components/ui/copy-button';
import type { Environment } from '#lib/db/generated/enums';
import type { Permission } from '#lib/keys/scopes';
import { downloadText, useLeaveGuard } from './secret-handling.ts';
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

/**
 * Shows a new key this one time, above everything else. Neither Esc, a click outside nor Back loses
 * it, and a closed tab asks first: only "I have stored it" leaves.
 */
export function SecretOnce({
  secret,
  keyName,
  environment,
  baseUrl,
  permissions,
  onStored,
}: Props) {
  const [reminders, setReminders] = useState(0);
  const release = useLeaveGuard(() => setReminders((count) => count + 1));
  const createsSession = permissions?.includes('sessions:write') ?? true;
  return (
    <AlertDialog
      open
      dismissible={false}
      size="lg"
      title={`Store this ${environment} key now`}
      description={
        <>
          This is the only time <strong className="text-ink">{keyName}</strong> is shown. Nobody can
          look it up again, not even we: only a fingerprint of it is kept.
        </>
      }
      footer={
        <>
          <StoreReminder reminders={reminders} />
          <Button
            variant="primary"
            onClick={() => {
              release();
              onStored();
            }}
          >
            I have stored it
          </Button>
        </>
      }
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
    </AlertDialog>
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
        <fieldset aria-label="Show as" className="flex gap-1">
          {snippets.map((snippet) => (
            <Button
              key={snippet.id}
              size="sm"
              variant={snippet.id === shown.id ? 'secondary' : 'ghost'}
              aria-pressed={snippet.id === shown.id}
              onClick={() => setChosen(snippet.id)}
            >
              {snippet.label}
            </Button>
          ))}
        </fieldset>
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

/** Answers Esc, Back and the like: says why the dialog is still there. */
function StoreReminder({ reminders }: { reminders: number }) {
  return (
    <p
      role="status"
      className={cn(
        'mr-auto flex min-h-8 items-center gap-1.5 text-sm',
        !reminders && 'text-muted',
      )}
    >
      {reminders > 0 ? (
        <span key={reminders} className="flex items-center gap-1.5 text-warn">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          Still here: press “I have stored it” once the key is safe.
        </span>
      ) : (
        'Lost it later? Rotate the key to get a new one.'
      )}
    </p>
  );
}
