import { Card } from '#components/ui/card';
import { CopyButton } from '#components/ui/copy-button';
import { type Fact, Facts } from '#components/ui/facts';
import { KeyText, Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';
import { count, reasonTexts } from './key-texts.ts';

/** Identity, limits and dates of a key. */
export function KeyFacts({
  apiKey,
  organizationLimit,
}: {
  apiKey: KeyView;
  /** The organization's requests a minute in this environment; null when unknown. */
  organizationLimit: number | null;
}) {
  return (
    <Card title="Key">
      <Facts
        className="-my-2"
        facts={[
          ...identity(apiKey),
          { label: 'Allowed addresses', value: <Addresses blocks={apiKey.ipAllowlist} /> },
          { label: 'Rate limit', value: limitText(apiKey.rateLimit, organizationLimit) },
          ...dates(apiKey),
        ]}
      />
    </Card>
  );
}

function identity(key: KeyView): Fact[] {
  return [
    { label: 'Key', value: <KeyText prefix={key.prefix} tail={key.tail} /> },
    {
      label: 'Id',
      value: (
        <span className="flex flex-wrap items-center gap-1">
          <Mono>{key.id}</Mono>
          <CopyButton text={key.id} what="key id (not the secret)" className="-my-1.5" />
        </span>
      ),
    },
    ...(key.note === ''
      ? []
      : [{ label: 'Note', value: <span className="whitespace-pre-wrap">{key.note}</span> }]),
  ];
}

function dates(key: KeyView): Fact[] {
  const facts: Fact[] = [
    {
      label: 'Created',
      value: (
        <>
          <Time iso={key.createdAt} /> by {key.createdBy?.name ?? 'the operator'}
        </>
      ),
    },
    {
      label: 'Expires',
      value: key.expiresAt === null ? 'Never' : <Moment iso={key.expiresAt} />,
    },
  ];
  if (key.retiresAt !== null && key.revokedAt === null) {
    facts.push({ label: 'Retires after rotation', value: <Moment iso={key.retiresAt} /> });
  }
  if (key.revokedAt !== null) {
    const reason = key.revokeReason === null ? '' : `, ${reasonTexts[key.revokeReason]}`;
    facts.push({
      label: 'Revoked',
      value: (
        <>
          <Moment iso={key.revokedAt} />
          {reason.toLowerCase()}
        </>
      ),
    });
  }
  return facts;
}

function Moment({ iso }: { iso: string }) {
  return (
    <>
      <Time iso={iso} /> (<Time iso={iso} style="relative" />)
    </>
  );
}

function Addresses({ blocks }: { blocks: readonly string[] }) {
  if (blocks.length === 0) return 'Any';
  return (
    <ul className="flex flex-col gap-0.5">
      {blocks.map((block) => (
        <li key={block}>
          <Mono>{block}</Mono>
        </li>
      ))}
    </ul>
  );
}

function limitText(own: number | null, organization: number | null): string {
  const shared =
    organization === null ? '' : `; all keys together ${count(organization, 'request')} a minute`;
  return (own === null ? 'None of its own' : `${count(own, 'request')} a minute`) + shared;
}
