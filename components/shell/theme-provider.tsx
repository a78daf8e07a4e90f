'use client';

import { ThemeProvider as Base } from 'next-themes';
import type { ReactNode } from 'react';

/** Light or dark, after the system or the user's choice, before the first paint. */
export function ThemeProvider({
  nonce,
  children,
}: {
  nonce: string | undefined;
  children: ReactNode;
}) {
  return (
    <Base attribute="class" disableTransitionOnChange {...(nonce ? { nonce } : {})}>
      {children}
    </Base>
  );
}
