import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { NotLogged } from '#components/requests/explained';
import { environmentOf } from '#components/shell/paths';
import { PageHeader } from '#components/ui/page-header';
import { env } from '#lib/env';
import { pathHeader } from '#lib/web/security-headers';

export const metadata: Metadata = { title: 'No such request' };

export default async function NoSuchRequest() {
  const environment = environmentOf((await headers()).get(pathHeader) ?? '') ?? 'live';
  const path = `/${environment}/requests`;
  return (
    <>
      <PageHeader title="What became of this call" parents={[{ label: 'Requests', href: path }]} />
      <NotLogged days={env().recordDays.requests} listHref={path} />
    </>
  );
}
