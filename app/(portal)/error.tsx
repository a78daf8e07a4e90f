'use client';

import { Fault } from '#components/shell/fault';
import { Main } from '#components/shell/main';

export default function PortalError(props: { error: unknown; retry: () => void }) {
  return (
    <Main>
      <Fault {...props} />
    </Main>
  );
}
