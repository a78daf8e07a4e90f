'use client';

import { useEffect, useState } from 'react';
import { startCheckoutAction } from '#components/credits/actions';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import { useForm } from '#components/ui/form';

/** Opens the provider's payment page in this tab; `pack` is the id of a pack on offer. */
export function BuyButton({ pack, label }: { pack: string; label: string }) {
  const [leaving, setLeaving] = useState(false);
  const form = useForm(startCheckoutAction, ({ url }) => {
    setLeaving(true);
    window.location.assign(url);
  });
  // The browser may keep this page as it was left, and show it again on the way back.
  useEffect(() => {
    const back = () => setLeaving(false);
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);
  const pending = form.pending || leaving;
  return (
    <div className="flex flex-col gap-2">
      {form.denial && <DenialNote denial={form.denial} />}
      <Button
        variant="primary"
        pending={pending}
        aria-label={`${label}, pay on the next page`}
        onClick={() => form.submit({ environment: 'live', pack })}
      >
        {pending ? 'Opening the payment page…' : 'Buy'}
      </Button>
    </div>
  );
}
