'use client';

import { MailQuestion } from 'lucide-react';
import { useState } from 'react';
import { askAgainAction } from '#components/alerts/actions';
import { ChannelButton } from '#components/alerts/channel-button';
import { useForm } from '#components/ui/form';

/** Sends the links again by which owners of addresses confirm them. */
export function AskAgainButton({ channelId, name }: { channelId: string; name: string }) {
  const [sent, setSent] = useState(false);
  const form = useForm(askAgainAction, () => setSent(true));
  return (
    <ChannelButton
      state={form}
      what={`Send link again for ${name}`}
      done={sent ? 'On its way.' : null}
      onPress={() => form.submit({ channelId })}
    >
      <MailQuestion aria-hidden />
      Send link again
    </ChannelButton>
  );
}
