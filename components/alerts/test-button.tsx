'use client';

import { Send } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { testChannelAction } from '#components/alerts/actions';
import { ChannelButton } from '#components/alerts/channel-button';
import { useForm } from '#components/ui/form';

/** Milliseconds after which the page looks how a test went. */
const LOOKS = [1_500, 4_000, 12_000];

/** Sends a test to a channel; how it went stands in the delivery log. */
export function TestButton({ channelId, name }: { channelId: string; name: string }) {
  const router = useRouter();
  const [sent, setSent] = useState(0);
  const form = useForm(testChannelAction, () => setSent((times) => times + 1));
  useEffect(() => {
    if (sent === 0) return;
    const timers = LOOKS.map((pause) => setTimeout(() => router.refresh(), pause));
    return () => timers.forEach(clearTimeout);
  }, [sent, router]);
  return (
    <ChannelButton
      state={form}
      what={`Send a test to ${name}`}
      done={sent > 0 ? 'On its way: see the deliveries below.' : null}
      onPress={() => form.submit({ channelId })}
    >
      <Send aria-hidden />
      Send a test
    </ChannelButton>
  );
}
