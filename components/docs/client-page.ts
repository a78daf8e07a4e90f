import { baseUrlOf, type DocsPage } from './page.ts';
import { fences } from './sample.tsx';
import { samples } from './samples/all.ts';

export const javascriptClient: DocsPage = {
  slug: 'javascript-client',
  title: 'Typed JavaScript client',
  description: 'A client made from the OpenAPI file, with types for every route.',
  markdown: (
    reader,
  ) => `The API describes itself at [\`/v1/openapi.json\`](${baseUrlOf(reader)}/v1/openapi.json) in OpenAPI 3.1, made from the very schemas that validate your calls. [openapi-typescript](https://openapi-ts.dev) makes types of it, [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) a small client:

\`\`\`text
npm install openapi-fetch
npx openapi-typescript ${baseUrlOf(reader)}/v1/openapi.json -o api.d.ts
\`\`\`

${fences(samples.client, reader)}

In TypeScript, write \`createClient<paths>(…)\` with \`import type { paths } from './api.d.ts'\`: then paths, bodies, answers and errors are typed.
`,
};
