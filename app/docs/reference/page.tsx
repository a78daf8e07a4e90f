import type { Metadata } from 'next';
import { currentReader } from '#components/docs/current-reader';
import { findDocsPage } from '#components/docs/pages';
import { Reference } from '#components/docs/reference';

type Props = { searchParams: Promise<{ filter?: string | string[] }> };

export function generateMetadata(): Metadata {
  const page = findDocsPage('reference');
  return page === undefined ? {} : { title: page.title, description: page.description };
}

export default async function ReferencePage({ searchParams }: Props) {
  const { filter } = await searchParams;
  return (
    <Reference reader={await currentReader()} filter={typeof filter === 'string' ? filter : ''} />
  );
}
