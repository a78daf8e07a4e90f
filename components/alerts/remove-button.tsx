'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AskedDialog } from '#components/ui/asked-dialog';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { type Action, useForm } from '#components/ui/form';

/** Removes something after a question, then leads away from it. */
export function RemoveButton<Input, Output>({
  label,
  question,
  consequence,
  action,
  input,
  doneHref,
}: {
  label: string;
  question: string;
  consequence: string;
  action: Action<Input, Output>;
  input: Input;
  doneHref: string;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const form = useForm(action, () => router.push(doneHref));
  return (
    <>
      <Button
        variant="danger-quiet"
        className="mr-auto"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      {open && (
        <AskedDialog
          open
          onOpenChange={setOpen}
          size="sm"
          title={question}
          description={consequence}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Keep it</Button>
              <Button variant="danger" pending={form.pending} onClick={() => form.submit(input)}>
                {label}
              </Button>
            </>
          }
        >
          {form.denial && <DenialNote denial={form.denial} />}
        </AskedDialog>
      )}
    </>
  );
}
