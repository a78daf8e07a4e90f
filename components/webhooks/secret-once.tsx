'use client';

import { useId } from 'react';
import { StoreDialog } from '#components/keys/store-dialog';
import { CopyButton } from '#components/ui/copy-button';
import { TextLink } from '#components/ui/text-link';
import { EndpointLabel } from '#components/webhooks/endpoint-label';
import type { Named } from '#lib/webhooks/label';

/** Shows an endpoint's signing secret this one time; see `StoreDialog`. */
export function SigningSecretOnce({
  secret,
  endpoint,
  replaces,
  onStored,
}: {
  /** It lives in this component's props only and goes when it unmounts. */
  secret: string;
  endpoint: Named;
  /** Whether it takes the place of another one. */
  replaces: boolean;
  onStored: () => void;
}) {
  const id = useId();
  return (
    <StoreDialog
      title="Store this signing secret now"
      description={
        <>
          <strong className="text-ink">
            <EndpointLabel endpoint={endpoint} />
          </strong>{' '}
          checks with it that a delivery comes from us. This is the only time it is shown.
          {replaces && ' For 24 hours the old secret signs as well, so nothing is lost meanwhile.'}
        </>
      }
      storedLabel="I have stored it"
      hint="Lost it later? Rotate it to get a new one."
      onStored={onStored}
    >
      <div className="overflow-hidden rounded-lg border border-control">
        <div className="flex justify-end border-line border-b bg-subtle p-1.5">
          <CopyButton
            variant="primary"
            text={secret}
            what="Signing secret"
            label="Copy secret"
            sourceId={id}
          />
        </div>
        <pre
          id={id}
          data-secret
          className="whitespace-pre-wrap break-all bg-surface px-3.5 py-3 font-mono leading-6"
        >
          {secret}
        </pre>
        <p className="border-line border-t px-3.5 py-2 text-muted text-sm">
          Every library of standardwebhooks.com takes it as it is.{' '}
          <TextLink href="/docs/webhooks#check-the-signature" target="_blank" rel="noreferrer">
            Check the signature, in a new tab
          </TextLink>
        </p>
      </div>
    </StoreDialog>
  );
}
