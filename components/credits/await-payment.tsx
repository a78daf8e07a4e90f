'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { RefreshButton } from '#components/keys/refresh-button';

const EVERY_MS = 3_000;
const LOOKS = 40;

/** Looks again by itself for two minutes, then leaves it to the reader. */
export function AwaitPayment() {
  const router = useRouter();
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (looks >= LOOKS) return;
    const timer = setTimeout(() => {
      router.refresh();
      setLooks(looks + 1);
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [looks, router]);
  return looks < LOOKS ? null : <RefreshButton />;
}
