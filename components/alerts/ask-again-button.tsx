'use client';

import { MailQuestion } from 'lucide-react';
import { useState } from 'react';
import { askAgainAction } from '#components/alerts/actions';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { useForm } from '#components/ui/form';

/** Sends the links again by which owners of addresses confirm them. */
export function AskAgainButton({ channelId, name }: { channelId: string; name: string }) {
  const [sent, setSent] = useState(false);
  const form = useForm(askAgainAction, () => setSent(true));
  return (
    <>
      <Button
        size="sm"
        pending={form.pending}
        aria-label={`Send link again for ${name}`}
        onClick={() => form.submit({ channelId })}
      >
        <MailQuestion aria-hidden />
        Send link again
      </Button>
      <p role="status" className="text-muted text-sm empty:hidden">
        {sent && !form.denial && 'On its way.'}
      </p>
      {form.denial && (
        <div className="w-full">
          <DenialNote denial={form.denial} />
        </div>
      )}
    </>
  );
}
