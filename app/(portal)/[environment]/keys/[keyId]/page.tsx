import type { Metadata } from 'next';
import { Suspense } from 'react';
import { keyActions } from '#components/keys/key-actions';
import { KeyButtons } from '#components/keys/key-buttons';
import { KeyFacts } from '#components/keys/key-facts';
import { KeyHistory } from '#components/keys/key-history';
import { KeyInsight } from '#components/keys/key-insight';
import { KeyPermissions } from '#components/keys/key-permissions';
import { KeyState } from '#components/keys/key-state';
import { loadKey } from '#components/keys/load-key';
import { KeyText } from '#components/ui/mono';
import { PageHeader } from '#components/ui/page-header';
import { SavedNote } from '#components/ui/saved-note';
import { Skeleton } from '#components/ui/skeleton';
import { requireContext } from '#lib/auth/current-session';
import { showOrganization } from '#lib/orgs/show';

type Props = {
  params: Promise<{ environment: string; keyId: string }>;
  searchParams: Promise<{ saved?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadKey(params)).key.name };
}

export default async function KeyPage({ params, searchParams }: Props) {
  const { key, session } = await loadKey(params);
  const organization = await showOrganization(await requireContext(), {});
  const keys = `/${key.environment}/keys`;
  const href = `${keys}/${key.id}`;
  const actions = keyActions(key, session.role);
  return (
    <>
      <PageHeader
        title={key.name}
        parents={[{ label: 'API keys', href: keys }]}
        badges={
          <>
            <KeyText prefix={key.prefix} tail={key.tail} />
            <KeyState state={key.state} />
          </>
        }
        actions={<KeyButtons href={href} actions={actions} />}
      />
      <div className="flex flex-col gap-4">
        {(await searchParams).saved && (
          <SavedNote href={href}>The change is in force from the next call on.</SavedNote>
        )}
        <Suspense fallback={<Skeleton className="h-64" />}>
          <KeyInsight apiKey={key} role={session.role} />
        </Suspense>
        <div className="grid gap-4 lg:grid-cols-2">
          <KeyFacts
            apiKey={key}
            organizationLimit={organization.ok ? organization.data.limits.requestsPerMinute : null}
          />
          <KeyPermissions apiKey={key} editHref={actions.edit ? `${href}/edit` : null} />
        </div>
        <KeyHistory events={key.history} />
      </div>
    </>
  );
}
