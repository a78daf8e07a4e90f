'use client';

import { useState } from 'react';
import { withdrawRecipientAction } from '#components/alerts/actions';
import { Button } from '#components/ui/button';
import { Callout } from '#components/ui/callout';
import { Form, useForm } from '#components/ui/form';

/** The button that ends an organization's alerts to an address, and the one that takes them up again. */
export function WithdrawForm({ token }: { token: string }) {
  const [state, setState] = useState({ organization: '', withdrawn: false });
  const { organization, withdrawn } = state;
  const form = useForm(withdrawRecipientAction, (answer) =>
    setState({ organization: answer.organization, withdrawn: !withdrawn }),
  );
  return (
    <Form state={form} read={() => ({ token, withdraw: !withdrawn })}>
      {organization !== '' && (
        <Callout tone="ok" title={withdrawn ? 'No more alerts' : 'Alerts again'}>
          {withdrawn
            ? `Alerts of ${organization} no longer go to your address. You can close this page.`
            : `Alerts of ${organization} go to your address again.`}
        </Callout>
      )}
      <Button
        type="submit"
        variant={withdrawn ? 'secondary' : 'primary'}
        size="lg"
        className="mt-4"
        pending={form.pending}
      >
        {withdrawn ? 'Get them again' : 'Get no more alerts'}
      </Button>
    </Form>
  );
}
