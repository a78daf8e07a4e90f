import { docsPages } from '#components/docs/pages';
import { brand } from '#lib/brand';
import { settings } from '#lib/env';

/** What there is to read, for language models. Source: https://llmstxt.org */
export function GET() {
  const { portalUrl, gateUrl } = settings();
  const lines = docsPages.map(
    ({ slug, title, description }) => `- [${title}](${portalUrl}/docs/${slug}.md): ${description}`,
  );
  const files = (['live', 'test'] as const)
    .filter((name) => gateUrl[name] !== '')
    .map((name) => {
      const url = gateUrl[name];
      return `- [OpenAPI 3.1, ${name}](${url}/v1/openapi.json): ${url} takes keys that begin with sk_${name}_.`;
    });
  const text = `# ${brand.name}\n\n> Voice sessions over HTTP and WebSocket: keys, permissions, limits, credits.\n\nCalls carry an API key as \`Authorization: Bearer\`. Begin with the quickstart; try things out in the test environment.\n\n## Documentation\n\n${lines.join('\n')}\n\n## Machine-readable description\n\n${files.join('\n')}\n`;
  return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
