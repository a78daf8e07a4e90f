import { meHead } from '#lib/api/me';
import type { RouteHead } from '#lib/api/route';
import { sessionHeads } from '#lib/api/sessions/heads';
import type { Permission } from '#lib/keys/scopes';
import { permissions } from '#lib/keys/scopes';

export type DemoCaller = { readonly weight: number; readonly ip: string; readonly client: string };
export type DemoRoute = { readonly weight: number; readonly route: RouteHead };

/** A key of the demo organization and what is done with it. Days are counted back from now. */
export type DemoKey = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly madeDaysAgo: number;
  /** Days from now, or null for no end. */
  readonly endsInDays: number | null;
  readonly rateLimit: number | null;
  /** Share of all calls while it is in use. */
  readonly weight: number;
  readonly from: number;
  readonly until: number;
  readonly routes: readonly DemoRoute[];
  readonly callers: readonly DemoCaller[];
  /** Name of the key that this one replaces, whose overlap still goes on. */
  readonly replaces?: string;
};

const me = { weight: 3, route: meHead };
const create = { weight: 3, route: sessionHeads.create };
const read = { weight: 4, route: sessionHeads.read };
const end = { weight: 2.5, route: sessionHeads.end };

const node = (ip: string, weight = 1) => ({ ip, weight, client: 'undici/7.16' });
const phones = [
  { ip: '198.51.100.23', client: 'DemoVoice-iOS/5.2.0', weight: 5 },
  { ip: '198.51.100.24', client: 'DemoVoice-Android/5.1.3', weight: 4 },
  { ip: '198.51.100.61', client: 'DemoVoice-Android/4.9.9', weight: 1 },
];

/** The keys of the demo organization: one for each thing that the portal can tell about a key. */
export const demoKeys: readonly DemoKey[] = [
  {
    name: 'Call centre backend',
    permissions,
    madeDaysAgo: 90,
    endsInDays: 120,
    rateLimit: null,
    weight: 10,
    from: 90,
    until: 0,
    routes: [create, read, end],
    callers: [node('203.0.113.10', 5), node('203.0.113.11', 5)],
  },
  {
    name: 'Mobile gateway',
    permissions: ['sessions:read', 'sessions:write'],
    madeDaysAgo: 90,
    endsInDays: 60,
    rateLimit: null,
    weight: 6,
    from: 90,
    until: 0,
    routes: [create, read, me],
    callers: phones,
  },
  {
    name: 'Mobile gateway, rotated',
    permissions: ['sessions:read', 'sessions:write'],
    madeDaysAgo: 2,
    endsInDays: 88,
    rateLimit: null,
    weight: 12,
    from: 2,
    until: 0,
    routes: [create, read, me],
    callers: phones,
    replaces: 'Mobile gateway',
  },
  {
    name: 'Nightly reports',
    permissions: ['sessions:read', 'recordings:read', 'analysis:read', 'analysis:write'],
    madeDaysAgo: 80,
    endsInDays: null,
    rateLimit: null,
    weight: 2,
    from: 80,
    until: 0,
    routes: [read, me],
    callers: [{ ip: '2001:db8:20::7', client: 'python-httpx/0.28.1', weight: 1 }],
  },
  {
    name: 'Partner Fernmeldeamt',
    permissions: ['sessions:read'],
    madeDaysAgo: 70,
    endsInDays: 6,
    rateLimit: 8,
    weight: 2,
    from: 70,
    until: 0,
    // It tries what it may not: a 403 now and then.
    routes: [
      { weight: 9, route: sessionHeads.read },
      { weight: 1, route: sessionHeads.create },
    ],
    callers: [{ ip: '192.0.2.77', client: 'okhttp/5.1.0', weight: 1 }],
  },
  {
    name: 'Import of 2025',
    permissions,
    madeDaysAgo: 200,
    endsInDays: 300,
    rateLimit: null,
    weight: 0,
    from: 0,
    until: 0,
    routes: [me],
    callers: [node('203.0.113.200')],
  },
];
