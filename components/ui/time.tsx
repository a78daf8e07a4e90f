'use client';

import { useSyncExternalStore } from 'react';
import { cn } from '#components/ui/class-names';
import { formatTime, type TimeStyle } from '#lib/time-format';

const listeners = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | undefined;
let minute = 0;

/** One clock for all relative times on the page; it ticks only while some are shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticker ??= setInterval(() => {
    minute++;
    for (const tell of listeners) tell();
  }, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/**
 * A moment. The server writes it in UTC; in the browser it turns into the viewer's zone with the
 * zone's name. `relative`, as "3 min ago", knows no zone. Hovering shows the exact time.
 */
export function Time({
  iso,
  style = 'minute',
  className,
}: {
  /** ISO 8601, with a zone. */
  iso: string;
  style?: TimeStyle | undefined;
  className?: string | undefined;
}) {
  const tick = useSyncExternalStore(
    subscribe,
    () => minute,
    () => -1,
  );
  const here = tick >= 0;
  return (
    <time
      dateTime={iso}
      title={here ? formatTime(iso, 'exact', undefined) : undefined}
      className={cn('whitespace-nowrap', className)}
      suppressHydrationWarning
    >
      {formatTime(iso, style, here ? undefined : 'UTC')}
    </time>
  );
}
