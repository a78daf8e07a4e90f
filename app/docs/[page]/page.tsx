import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AsMarkdown } from '#components/docs/as-markdown';
import { currentReader } from '#components/docs/current-reader';
import { Markdown } from '#components/docs/markdown';
import { OnThisPage } from '#components/docs/on-this-page';
import { findDocsPage } from '#components/docs/pages';
import { PageHeader } from '#components/ui/page-header';

type Props = { params: Promise<{ page: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = findDocsPage((await params).page);
  return page === undefined ? {} : { title: page.title, description: page.description };
}

export default async function DocsPage({ params }: Props) {
  const page = findDocsPage((await params).page) ?? notFound();
  const source = page.markdown(await currentReader());
  return (
    <div className="flex gap-8">
      <article className="min-w-0 flex-1">
        <PageHeader title={page.title} description={page.description} />
        <div className="flex max-w-4xl flex-col gap-4">
          <Markdown source={source} />
        </div>
        <AsMarkdown slug={page.slug} />
      </article>
      <OnThisPage source={source} />
    </div>
  );
}
