'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { environmentCookie, environmentOf } from '#components/shell/paths';
import { clock } from '#lib/clock';
import type { Environment } from '#lib/db/generated/enums';

const Current = createContext<Environment>('test');

/**
 * Knows the environment that the person works in: the one in the address, else (on settings pages)
 * the last one seen, which a cookie keeps for the next visit.
 */
export function EnvironmentProvider({
  initial,
  children,
}: {
  initial: Environment;
  children: ReactNode;
}) {
  const inAddress = environmentOf(usePathname());
  const [last, setLast] = useState(initial);
  if (inAddress && inAddress !== last) setLast(inAddress);
  const current = inAddress ?? last;
  useEffect(() => remember(current), [current]);
  return <Current value={current}>{children}</Current>;
}

/** Where the browser has no Cookie Store (plain HTTP beyond localhost) the next visit starts in live. */
function remember(environment: Environment): void {
  const yearMs = 31_536_000_000;
  const expires = clock.now() + yearMs;
  window.cookieStore
    ?.set({ name: environmentCookie, value: environment, expires, sameSite: 'lax' })
    .catch(() => undefined);
}

/** The environment that links should lead into. */
export function useEnvironment(): Environment {
  return useContext(Current);
}
