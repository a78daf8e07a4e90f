/** The way to the source of a page, for programs that read. */
export function AsMarkdown({ slug }: { slug: string }) {
  return (
    <p className="mt-10 text-muted text-sm">
      <a href={`/docs/${slug}.md`} className="rounded-sm underline underline-offset-2">
        This page as Markdown
      </a>
    </p>
  );
}
