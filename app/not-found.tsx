import type { Metadata } from 'next';
import { Notice } from '#components/shell/notice';
import { PlainFrame } from '#components/shell/plain-frame';
import { LinkButton } from '#components/ui/link-button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <PlainFrame>
      <Notice
        code="404"
        title="There is no such page"
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
          The address is wrong, or what it named was removed or belongs to another organization.
        </p>
      </Notice>
    </PlainFrame>
  );
}
