'use client';

import './globals.css';
import { Fault } from '#components/shell/fault';

/** Stands in for the root layout when that one fails, so it brings its own document. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Error</title>
        <main id="main" className="px-4">
          <Fault {...props} />
        </main>
      </body>
    </html>
  );
}
