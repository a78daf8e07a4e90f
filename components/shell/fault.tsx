'use client';

import { RotateCw } from 'lucide-react';
import { Notice } from '#components/shell/notice';
import { Button, buttonStyle } from '#components/ui/button';
import { RequestId } from '#components/ui/request-id';

/** What a page shows when it could not be made: nothing is lost, try again, or quote the id. */
export function Fault({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <Notice
      title="This page could not be shown"
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
          {/* Loads everything anew, which a fault may need; and a router would come with every page. */}
          <a href="/" className={buttonStyle()}>
            Go to the overview
          </a>
          <a href="/docs" className={buttonStyle()}>
            Documentation
          </a>
        </>
      }
    >
      <p>
        Something went wrong on our side. Showing a page changes nothing, so nothing was changed.
        The API runs on its own, apart from these pages.
      </p>
      <p>If it stays like this, ask your operator and quote the id below.</p>
      {digest && <RequestId id={digest} label="Error id" />}
    </Notice>
  );
}
