import { anybody } from '#components/docs/current-reader';
import { findDocsPage } from '#components/docs/pages';

const headers = { 'Content-Type': 'text/markdown; charset=utf-8' };

/** `/docs/<page>.md`: the source of a page, for programs that read. */
export async function GET(_: Request, { params }: { params: Promise<{ page: string }> }) {
  const page = findDocsPage((await params).page);
  if (page === undefined) return new Response('There is no such page.\n', { status: 404, headers });
  const text = `# ${page.title}\n\n${page.description}\n\n${page.markdown(anybody())}`;
  return new Response(text, { headers });
}
