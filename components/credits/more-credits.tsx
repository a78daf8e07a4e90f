import { Card } from '#components/ui/card';
import { CodeBlock } from '#components/ui/code-block';
import { brand } from '#lib/brand';
import type { Environment } from '#lib/db/generated/enums';

/** How an organization comes by more credits: only the operator can add some. */
export function MoreCredits({
  organizationId,
  environment,
}: {
  organizationId: string;
  environment: Environment;
}) {
  return (
    <Card
      title="Need more?"
      description={`Ask ${brand.supportLabel}. Granted credits are added at once and never lapse. Send them this command:`}
    >
      <CodeBlock
        label="command for the operator"
        code={`npm run --silent admin -- credits grant --org ${organizationId} --env ${environment} --amount 1000`}
      />
    </Card>
  );
}
