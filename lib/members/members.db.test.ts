import { beforeEach, expect, test } from 'vitest';
import { endOtherSessions } from '#lib/auth/end-other-sessions';
import { endSession } from '#lib/auth/end-session';
import { listSessions } from '#lib/auth/list-sessions';
import { loadSession } from '#lib/auth/load-session';
import { openSession } from '#lib/auth/open-session';
import { contextOf } from '#lib/auth/session-row';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { listMembers } from './list.ts';
import { listMyOrganizations } from './mine.ts';
import { switchOrganization } from './switch-organization.ts';

let home: Tenant;
let away: Tenant;
let ctx: Context;
let userId: string;
let sessionId: string;

beforeEach(async () => {
  home = await makeTenant('Home');
  away = await makeTenant('Away');
  ctx = home.as('owner');
  if (ctx.actor.kind !== 'user' || ctx.actor.sessionId === undefined) throw new Error('no person');
  userId = ctx.actor.id;
  sessionId = ctx.actor.sessionId;
});

const join = (role: 'viewer' | 'admin') =>
  db().membership.create({ data: { organizationId: away.organizationId, userId, role } });

test('a person works in one organization at a time, with the role they have there', async () => {
  await join('viewer');
  expect(dataOf(await listMyOrganizations(ctx, {})).map((one) => [one.name, one.role])).toEqual([
    ['Away', 'viewer'],
    ['Home', 'owner'],
  ]);
  const { organizationId } = away;
  expect(dataOf(await switchOrganization(ctx, { organizationId }))).toEqual({ organizationId });
  const session = await loadSession(sessionId, true);
  expect(session).toMatchObject({ organization: { id: organizationId }, role: 'viewer' });
  if (session === null) throw new Error('signed out');
  const there = contextOf(session, ctx.origin);
  expect(dataOf(await listMembers(there, {}))).toHaveLength(6);
});

test('a lost membership leads back to another organization, and its role is gone', async () => {
  await join('admin');
  dataOf(await switchOrganization(ctx, { organizationId: away.organizationId }));
  await db().membership.deleteMany({ where: { organizationId: away.organizationId, userId } });
  expect(await loadSession(sessionId, false)).toMatchObject({
    organization: { id: home.organizationId },
    role: 'owner',
  });
  const row = await db().userSession.findUniqueOrThrow({ where: { id: sessionId } });
  expect(row.organizationId).toBe(home.organizationId);
});

test('nobody switches to an organization that they are no member of', async () => {
  const { organizationId } = away;
  expect(codeOf(await switchOrganization(ctx, { organizationId }))).toBe('not_found');
  expect(await loadSession(sessionId, false)).toMatchObject({
    organization: { id: home.organizationId },
  });
});

test('a person sees and ends their own sessions only', async () => {
  const owner = { userId, organizationId: home.organizationId };
  const second = await db().$transaction((tx) => openSession(tx, owner, ctx.origin));
  const third = await db().$transaction((tx) => openSession(tx, owner, ctx.origin));
  const ids = async () =>
    dataOf(await listSessions(ctx, {}))
      .map((one) => one.id)
      .sort();
  expect(await ids()).toEqual([sessionId, second, third].sort());
  expect(dataOf(await listSessions(ctx, {})).filter((one) => one.current)).toMatchObject([
    { id: sessionId },
  ]);
  dataOf(await endSession(ctx, { sessionId: second }));
  dataOf(await endSession(ctx, { sessionId: second }));
  expect(await ids()).toEqual([sessionId, third].sort());
  expect(dataOf(await endOtherSessions(ctx, {}))).toEqual({ ended: 1 });
  expect(await ids()).toEqual([sessionId]);
  expect(await loadSession(third, true)).toBeNull();
});
