'use client';

import { CircleCheck, Download } from 'lucide-react';
import { useId, useState } from 'react';
import { StoreDialog } from '#components/keys/store-dialog';
import { Button } from '#components/ui/button';
import { CopyButton } from '#components/ui/copy-button';
import { Segments } from '#components/ui/segments';
import type { Environment } from '#lib/db/generated/enums';
import { count } from './key-texts.ts';
import { downloadText } from './secret-handling.ts';
import { envFile } from './snippets.ts';

/** A new key with its whole text, which lives in these components' props only. */
export type NamedSecret = { readonly id: string; readonly name: string; readonly secret: string };

const views = [
  { id: 'keys', label: 'Keys' },
  { id: 'env', label: '.env file' },
] as const;

/** Shows several new keys this one time, to be copied one by one or all at once. */
export function SecretsOnce({
  keys,
  environment,
  onStored,
}: {
  keys: readonly NamedSecret[];
  environment: Environment;
  /** The person says that the keys are stored: forget the secrets and go on. */
  onStored: () => void;
}) {
  const [view, setView] = useState<'keys' | 'env'>('keys');
  const id = useId();
  const file = envFile(keys);
  const fileName = `new-${environment}-keys.env`;
  return (
    <StoreDialog
      title={`Store ${keys.length === 1 ? 'this' : `these ${keys.length}`} ${environment} ${keys.length === 1 ? 'key' : 'keys'} now`}
      description="This is the only time they are shown. Nobody can look them up again, not even we: only fingerprints of them are kept."
      storedLabel="I have stored them"
      hint="Lost one later? Rotate it to get a new one."
      onStored={onStored}
    >
      <div className="overflow-hidden rounded-lg border border-control">
        <div className="flex flex-wrap items-center justify-between gap-2 border-line border-b bg-subtle p-1.5">
          <Segments label="Show as" options={views} value={view} onChange={setView} />
          <CopyButton
            key={view}
            variant="primary"
            text={file}
            what={`${count(keys.length, 'key')} as a .env file`}
            label="Copy all as .env"
            sourceId={id}
          />
        </div>
        {view === 'keys' ? (
          <ul id={id} className="divide-y divide-line">
            {keys.map((key) => (
              <SecretRow key={key.id} named={key} />
            ))}
          </ul>
        ) : (
          <pre
            id={id}
            className="whitespace-pre-wrap break-all bg-surface px-3.5 py-3 font-mono text-sm leading-6"
          >
            {file}
          </pre>
        )}
      </div>
      <Button size="sm" className="mt-2" onClick={() => downloadText(fileName, file)}>
        <Download aria-hidden />
        Download {fileName}
      </Button>
    </StoreDialog>
  );
}

/** One key; its mark stays once it was copied, so that none of many is forgotten. */
function SecretRow({ named }: { named: NamedSecret }) {
  const [copied, setCopied] = useState(false);
  const id = useId();
  return (
    <li className="bg-surface py-2 pr-2 pl-3.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 break-words font-medium">{named.name}</span>
        {copied && (
          <CircleCheck role="img" aria-label="copied" className="size-4 shrink-0 text-ok" />
        )}
        <span className="ml-auto">
          <CopyButton
            text={named.secret}
            what={`key of ${named.name}`}
            sourceId={id}
            onCopied={() => setCopied(true)}
          />
        </span>
      </div>
      <code id={id} data-secret className="block break-all pr-9 font-mono text-sm leading-5.5">
        {named.secret}
      </code>
    </li>
  );
}
