import type { ReactNode } from 'react';

/** The page itself; where the skip link leads. */
export function Main({ children }: { children: ReactNode }) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 outline-none sm:px-6 lg:px-8 lg:py-8"
    >
      {children}
    </main>
  );
}
