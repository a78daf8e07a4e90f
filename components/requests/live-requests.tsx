'use client';

import { Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { RequestTable } from '#components/requests/request-table';
import { Button } from '#components/ui/button';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import type { RequestView } from '#lib/requests/row';

type Shown = { readonly items: readonly RequestView[]; readonly asOf: string };

const EVERY_MS = 2_000;

/**
 * The newest calls, following along every two seconds when asked to. Asks nothing while the page is hidden,
 * and its asking does not count as activity of the person.
 */
export function LiveRequests({
  first,
  environment,
  query,
}: {
  first: Shown;
  environment: Environment;
  /** The filters, as in the address. */
  query: string;
}) {
  const [live, setLive] = useState(false);
  const [newer, setNewer] = useState<Shown | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (!live) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const tick = async () => {
      const answer = document.hidden ? null : await ask(environment, query, stop.signal);
      if (stop.signal.aborted) return;
      if (typeof answer === 'string') setProblem(answer);
      else if (answer !== null) {
        setProblem('');
        setNewer(answer);
      }
      timer = setTimeout(tick, EVERY_MS);
    };
    timer = setTimeout(tick, 0);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [live, environment, query]);
  const shown = newer ?? first;
  const Icon = live ? Pause : Play;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-sm">
          Data as of <Time iso={shown.asOf} style="clock" />, a second behind at most.
          {problem && ` ${problem}`}
        </p>
        <Button size="sm" aria-pressed={live} onClick={() => setLive(!live)}>
          <Icon aria-hidden />
          {live ? 'Stop following' : 'Follow live'}
        </Button>
      </div>
      <RequestTable requests={shown.items} environment={environment} label="Requests" />
    </>
  );
}

/** The newest page, or what went wrong. */
async function ask(
  environment: Environment,
  query: string,
  signal: AbortSignal,
): Promise<Shown | string | null> {
  try {
    const response = await fetch(`/api/requests/${environment}${query}`, { signal });
    const body: Shown & { message?: string } = await response.json();
    return response.ok ? body : (body.message ?? 'The portal could not answer.');
  } catch {
    return signal.aborted ? null : 'The portal did not answer; trying again.';
  }
}
