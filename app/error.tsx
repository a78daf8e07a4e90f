'use client';

import { Fault } from '#components/shell/fault';

export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main id="main" className="px-4">
      <Fault {...props} />
    </main>
  );
}
