'use client';

import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '#components/ui/button';

/** Reads the page's numbers anew. */
export function RefreshButton() {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <Button size="sm" pending={pending} onClick={() => start(() => router.refresh())}>
      {!pending && <RefreshCw aria-hidden />}
      Refresh
    </Button>
  );
}
