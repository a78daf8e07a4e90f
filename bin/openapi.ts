import { createConfig, lintFromString } from '@redocly/openapi-core';
import { openApiDocument } from '#lib/api/openapi/document';
import { writeTypes } from '#test/api-types/write';

/** Lints the OpenAPI file and writes its TypeScript types for the tests' client; exits 1 when it is not good. */
const source = JSON.stringify(
  openApiDocument({ live: 'http://localhost:4000', test: 'http://localhost:4001' }),
);
const config = await createConfig({
  extends: ['recommended-strict'],
  // The product is self-hosted: where it listens is its operator's business.
  rules: { 'no-server-example.com': 'off' },
});
const problems = await lintFromString({ source, config, absoluteRef: '/openapi.json' });
for (const { ruleId, message, location } of problems) {
  const [at] = location;
  process.stdout.write(`${at?.pointer ?? ''} ${ruleId}: ${message}\n`);
}
if (problems.length > 0) process.exitCode = 1;
await writeTypes(source);
