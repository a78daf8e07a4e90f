import type { Metadata } from 'next';
import { Notice } from '#components/shell/notice';
import { LinkButton } from '#components/ui/link-button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFoundHere() {
  return (
    <Notice
      code="404"
      title="There is no such thing here"
      actions={
        <>
          <LinkButton href="/" variant="primary">
            Go to the overview
          </LinkButton>
          <LinkButton href="/docs">Documentation</LinkButton>
        </>
      }
    >
      <p>
        It was removed, belongs to the other environment or to another organization, or the address
        is wrong. Live and test have nothing in common.
      </p>
    </Notice>
  );
}
