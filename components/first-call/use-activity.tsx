'use client';

import { useEffect, useState } from 'react';

/** One call as the gate recorded it; the shape of `/api/first-call`. */
export type SeenCall = {
  requestId: string;
  at: string;
  method: string;
  path: string;
  status: number;
  code: string | null;
  milliseconds: number;
  ip: string;
  client: string;
  creditsRemaining: number | null;
  rateLimitRemaining: number | null;
};

export type Watch =
  | { state: 'waiting' }
  | { state: 'unreachable'; message: string }
  | { state: 'seen'; call: SeenCall };

const EVERY_MS = 1000;

/**
 * Asks once a second what a key has done, newest call first, until one of its calls succeeded.
 * Asks nothing while the page is hidden or there is no key.
 */
export function useActivity(keyId: string | null): Watch {
  const [watch, setWatch] = useState<Watch & { keyId?: string | null }>({ state: 'waiting' });
  const done = watch.state === 'seen' && watch.keyId === keyId && watch.call.status < 300;
  useEffect(() => {
    if (keyId === null || done) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const tick = async () => {
      if (!document.hidden) {
        const seen = await ask(keyId, stop.signal);
        if (stop.signal.aborted) return;
        setWatch({ ...seen, keyId });
      }
      timer = setTimeout(tick, EVERY_MS);
    };
    timer = setTimeout(tick, 0);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [keyId, done]);
  return watch.keyId === keyId ? watch : { state: 'waiting' };
}

async function ask(keyId: string, signal: AbortSignal): Promise<Watch> {
  try {
    const response = await fetch(`/api/first-call?key=${encodeURIComponent(keyId)}`, { signal });
    const body: { call?: SeenCall | null; message?: string } = await response.json();
    if (!response.ok) return { state: 'unreachable', message: body.message ?? '' };
    return body.call ? { state: 'seen', call: body.call } : { state: 'waiting' };
  } catch {
    return { state: 'unreachable', message: 'The portal did not answer.' };
  }
}
