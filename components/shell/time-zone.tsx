'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { clock } from '#lib/clock';

const YEAR_MS = 31_536_000_000;

/**
 * Tells the server the browser's time zone when it does not know it yet, and draws the page anew, once.
 * Where the browser has no Cookie Store (plain HTTP beyond localhost) times stay in UTC, and say so.
 */
export function TimeZone({ cookie, known }: { cookie: string; known: string }) {
  const router = useRouter();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone === known) return;
    tell(cookie, zone).then(
      (told) => told && router.refresh(),
      () => undefined,
    );
  }, [cookie, known, router]);
  return null;
}

/** Sets the cookie; false when that is not possible, or done before in vain. */
async function tell(name: string, zone: string): Promise<boolean> {
  const store = window.cookieStore;
  const value = encodeURIComponent(zone);
  if (store === undefined || (await store.get(name))?.value === value) return false;
  await store.set({ name, value, expires: clock.now() + YEAR_MS, sameSite: 'lax' });
  return true;
}
