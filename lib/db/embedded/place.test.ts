import { expect, test } from 'vitest';
import { mayPass } from './place.ts';

const nobody = { uid: 65534, gid: 65534 };

test.each([
  ['open to all', { mode: 0o755, uid: 0, gid: 0 }, true],
  ['for passing only', { mode: 0o711, uid: 0, gid: 0 }, true],
  ["root's own", { mode: 0o700, uid: 0, gid: 0 }, false],
  ['readable but not passable', { mode: 0o744, uid: 0, gid: 0 }, false],
  ['its own', { mode: 0o700, uid: 65534, gid: 0 }, true],
  ['its own, shut to itself', { mode: 0o077, uid: 65534, gid: 0 }, false],
  ["its group's", { mode: 0o710, uid: 0, gid: 65534 }, true],
  ['shut to its group, open to others', { mode: 0o701, uid: 0, gid: 65534 }, false],
])('a folder %s', (_, folder, may) => {
  expect(mayPass(folder, nobody)).toBe(may);
});
