'use client';

import { useState } from 'react';
import { confirmRecipientAction } from '#components/alerts/actions';
import { Button } from '#components/ui/button';
import { Callout } from '#components/ui/callout';
import { Form, useForm } from '#components/ui/form';

/** The button that confirms an address. Opening the page does nothing, since programs that scan mail open links. */
export function ConfirmForm({ token }: { token: string }) {
  const [organization, setOrganization] = useState<string | null>(null);
  const form = useForm(confirmRecipientAction, (confirmed) =>
    setOrganization(confirmed.organization),
  );
  if (organization !== null) {
    return (
      <Callout tone="ok" title="Confirmed">
        Alerts of {organization} go to your address from now on. You can close this page.
      </Callout>
    );
  }
  return (
    <Form state={form} read={() => ({ token })}>
      <Button type="submit" variant="primary" size="lg" pending={form.pending}>
        Confirm the address
      </Button>
    </Form>
  );
}
