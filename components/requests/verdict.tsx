import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { TextLink } from '#components/ui/text-link';
import { refusalText } from './refusal-texts.tsx';
import type { Remedy } from './remedy.ts';

/** Why a call was refused, what that means, and the button that mends it where the role allows. */
export function Verdict({
  code,
  message,
  remedy,
}: {
  code: string;
  /** What the caller read, where it says more than the code. */
  message?: string | null | undefined;
  remedy: Remedy | null;
}) {
  const { means, todo } = refusalText(code);
  return (
    <Callout
      tone="fail"
      title={means}
      actions={
        remedy?.allowed && (
          <LinkButton size="sm" variant="primary" href={remedy.href}>
            {remedy.label}
          </LinkButton>
        )
      }
    >
      <p>
        {todo} <TextLink href={`/docs/errors#${code}`}>About this error</TextLink>
      </p>
      {message && <p className="wrap-anywhere">The answer says: {message}</p>}
      {remedy && !remedy.allowed && (
        <p>Your role does not allow that here. Ask an owner or admin of the organization.</p>
      )}
    </Callout>
  );
}
