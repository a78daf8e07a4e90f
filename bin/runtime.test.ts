import { expect, test } from 'vitest';

// Plain JavaScript, and so without types.
const { isRecent } = await import(new URL('./runtime.mjs', import.meta.url).href);

test.each([
  ['v22.19.0', true],
  ['v22.20.3', true],
  ['v23.6.0', true],
  ['v23.11.1', true],
  ['v24.0.0', true],
  ['v25.0.0-nightly20250701', true],
  ['v100.0.0', true],
  ['v18.20.0', false],
  ['v20.19.5', false],
  ['v21.99.0', false],
  ['v22.18.9', false],
  // Here TypeScript is still behind a flag.
  ['v23.0.0', false],
  ['v23.5.0', false],
  ['', false],
  ['nonsense', false],
])('Node %j is used as it is: %s', (version, recent) => {
  expect(isRecent(version)).toBe(recent);
});
