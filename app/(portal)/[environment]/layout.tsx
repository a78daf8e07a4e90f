import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { EnvironmentBand } from '#components/shell/environment-band';
import { Main } from '#components/shell/main';

export default async function EnvironmentLayout({
  params,
  children,
}: {
  params: Promise<{ environment: string }>;
  children: ReactNode;
}) {
  const { environment } = await params;
  if (environment !== 'live' && environment !== 'test') notFound();
  return (
    <>
      {environment === 'test' && <EnvironmentBand />}
      <Main>{children}</Main>
    </>
  );
}
