'use client';

import { LogOut, Monitor, Smartphone } from 'lucide-react';
import { Badge } from '#components/ui/badge';
import { Button } from '#components/ui/button';
import { Card } from '#components/ui/card';
import { DenialNote } from '#components/ui/denial-note';
import { useForm } from '#components/ui/form';
import { Time } from '#components/ui/time';
import type { SessionView } from '#lib/auth/list-sessions';
import { endOtherSessionsAction, endSessionAction } from './actions.ts';
import { deviceOf } from './device.ts';

/** Where the person is signed in, with the means to end it at once. */
export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  const others = useForm(endOtherSessionsAction);
  return (
    <Card
      title="Sessions"
      description="A session ends after 30 minutes without use, and after 12 hours in any case."
      flush
      actions={
        sessions.length > 1 && (
          <Button
            size="sm"
            variant="danger-quiet"
            pending={others.pending}
            onClick={() => others.submit({})}
          >
            <LogOut aria-hidden />
            End all others
          </Button>
        )
      }
    >
      {others.denial && (
        <div className="p-4">
          <DenialNote denial={others.denial} />
        </div>
      )}
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  const form = useForm(endSessionAction);
  const device = deviceOf(session.userAgent);
  const Icon = device.mobile ? Smartphone : Monitor;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <Icon aria-hidden className="size-5 shrink-0 text-faint" />
      <div className="min-w-0 flex-[1_1_16rem]">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device.name}
          {session.current && <Badge tone="ok">This session</Badge>}
        </p>
        <p className="text-muted text-sm">
          {session.ip || 'Unknown address'} · seen{' '}
          <Time iso={session.lastSeenAt} style="relative" /> · signed in{' '}
          <Time iso={session.createdAt} />
        </p>
      </div>
      {!session.current && (
        <Button
          size="sm"
          pending={form.pending}
          aria-label={`End the session of ${device.name}, ${session.ip}`}
          onClick={() => form.submit({ sessionId: session.id })}
        >
          End
        </Button>
      )}
      {form.denial && (
        <div className="w-full">
          <DenialNote denial={form.denial} />
        </div>
      )}
    </li>
  );
}
