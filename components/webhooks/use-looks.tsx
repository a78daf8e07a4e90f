'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

/** Milliseconds after which the page looks how a delivery went; an endpoint has 30 s to answer. */
const LOOKS = [1_200, 3_000, 8_000, 32_000];

/** Draws the page anew some times after something was sent, so that it shows how that went. */
export function useLooks(): { readonly begun: boolean; readonly begin: () => void } {
  const router = useRouter();
  const [sent, setSent] = useState(0);
  useEffect(() => {
    if (sent === 0) return;
    const timers = LOOKS.map((pause) => setTimeout(() => router.refresh(), pause));
    return () => timers.forEach(clearTimeout);
  }, [sent, router]);
  return { begun: sent > 0, begin: () => setSent((times) => times + 1) };
}
