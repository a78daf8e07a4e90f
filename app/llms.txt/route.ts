import { docsPages } from '#components/docs/pages';
import { brand } from '#lib/brand';
import { settings } from '#lib/env';

/** What there is to read, for language models. Source: https://llmstxt.org */
export function GET() {
  const { portalUrl, gateUrl } = settings();
  const lines = docsPages.map(
    ({ slug, title, description }) => `- [${title}](${portalUrl}/docs/${slug}.md): ${description}`,
  );
  const described = [gateUrl.live, gateUrl.test].filter((url) => url !== '');
  const files = described.map((url) => `- [OpenAPI 3.1](${url}/v1/openapi.json)`);
  const text = `# ${brand.name}\n\n> Voice sessions over HTTP and WebSocket: keys, permissions, limits, credits.\n\n## Documentation\n\n${lines.join('\n')}\n\n## Description\n\n${files.join('\n')}\n`;
  return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
