import type { Role } from '#lib/auth/policy';

/** Ids of one tenant that inputs may name. */
export type Targets = {
  readonly organizationId: string;
  /** An active key. */
  readonly keyId: string;
  /** A key that has been rotated, its overlap still going. */
  readonly retiringKeyId: string;
  /** A session of the owner's that is not the acting one. */
  readonly sessionId: string;
  readonly email: string;
  readonly password: string;
  /** A call in the request log. */
  readonly requestId: string;
  /** An organization that the owner is a member of as well. */
  readonly secondOrganizationId: string;
  /** A rule about refused calls in live, its channel, and an alert of it that fires. */
  readonly ruleId: string;
  readonly channelId: string;
  readonly alertId: string;
  /** A mail channel whose address nobody confirmed, asked for two hours ago. */
  readonly waitingChannelId: string;
  /** A webhook endpoint of live, switched on, and a delivery to it. */
  readonly endpointId: string;
  readonly deliveryId: string;
};

export type MatrixRow = {
  /** Who may, beside the operator; the policy written down a second time, by hand. */
  readonly roles: readonly Role[];
  readonly input: (targets: Targets) => unknown;
  /**
   * What the owner of another organization gets for these ids: `not_found`, or `own` where the verb
   * takes no id and acts on the caller's things only.
   */
  readonly foreign: 'not_found' | 'own' | 'forbidden';
};

const everyone: readonly Role[] = ['owner', 'admin', 'developer', 'billing', 'viewer'];
const keyHolders: readonly Role[] = ['owner', 'admin', 'developer'];
const logReaders: readonly Role[] = ['owner', 'admin', 'developer', 'viewer'];
const leaders: readonly Role[] = ['owner', 'admin'];
const settings = { name: 'n', note: '', permissions: [], ipAllowlist: [], rateLimit: null };
const live = { environment: 'live' };
const endpoint = {
  url: 'https://93.184.216.34/hooks',
  description: '',
  events: ['session.created'],
};
const empty = () => ({});

/** A row for every verb; a verb without one fails the test, and so does a row without a verb. */
export const matrix: Readonly<Record<string, MatrixRow>> = {
  addEndpoint: {
    roles: keyHolders,
    input: () => ({ environment: 'test', ...endpoint }),
    foreign: 'own',
  },
  askAgain: {
    roles: leaders,
    input: (t) => ({ channelId: t.waitingChannelId }),
    foreign: 'not_found',
  },
  changePassword: {
    roles: everyone,
    input: (t) => ({ current: t.password, next: 'a very different passphrase' }),
    foreign: 'own',
  },
  createKey: {
    roles: keyHolders,
    input: () => ({ ...live, ...settings, expiresInDays: 1 }),
    foreign: 'own',
  },
  createOrganization: {
    roles: [],
    input: () => ({ name: 'New', plan: 'free', owner: null }),
    foreign: 'forbidden',
  },
  editEndpoint: {
    roles: keyHolders,
    input: (t) => ({ endpointId: t.endpointId, ...endpoint }),
    foreign: 'not_found',
  },
  editKey: {
    roles: keyHolders,
    input: (t) => ({ keyId: t.keyId, ...settings }),
    foreign: 'not_found',
  },
  endOtherSessions: { roles: everyone, input: empty, foreign: 'own' },
  endSession: {
    roles: everyone,
    input: (t) => ({ sessionId: t.sessionId }),
    foreign: 'not_found',
  },
  exportLedger: { roles: everyone, input: () => live, foreign: 'own' },
  extendOverlap: {
    roles: keyHolders,
    input: (t) => ({ keyId: t.retiringKeyId, overlapSeconds: 60 }),
    foreign: 'not_found',
  },
  findRequest: {
    roles: logReaders,
    input: (t) => ({ requestId: t.requestId }),
    foreign: 'not_found',
  },
  grantCredits: {
    roles: [],
    input: () => ({ ...live, amount: 5, note: '' }),
    foreign: 'forbidden',
  },
  issueKey: {
    roles: [],
    input: () => ({ ...live, ...settings, expiresInSeconds: 60 }),
    foreign: 'forbidden',
  },
  keyActivity: {
    roles: everyone,
    input: (t) => ({ keyId: t.keyId }),
    foreign: 'not_found',
  },
  listKeyNames: { roles: everyone, input: () => live, foreign: 'own' },
  listAlerts: {
    roles: everyone,
    input: () => ({ ...live, state: 'firing' }),
    foreign: 'own',
  },
  listAudit: {
    roles: leaders,
    input: (t) => ({ targetId: t.keyId }),
    foreign: 'own',
  },
  listChannels: { roles: everyone, input: empty, foreign: 'own' },
  listDeliveries: {
    roles: leaders,
    input: (t) => ({ ...live, alertId: t.alertId }),
    foreign: 'own',
  },
  listEndpointDeliveries: {
    roles: logReaders,
    input: (t) => ({ endpointId: t.endpointId }),
    foreign: 'own',
  },
  listEndpoints: { roles: logReaders, input: () => live, foreign: 'own' },
  listEntries: { roles: everyone, input: () => live, foreign: 'own' },
  listKeys: { roles: everyone, input: () => live, foreign: 'own' },
  listMembers: { roles: everyone, input: empty, foreign: 'own' },
  listMyOrganizations: { roles: everyone, input: empty, foreign: 'own' },
  listOrganizations: { roles: [], input: empty, foreign: 'forbidden' },
  listPurchases: { roles: everyone, input: () => live, foreign: 'own' },
  listRequests: { roles: logReaders, input: (t) => ({ ...live, keyId: t.keyId }), foreign: 'own' },
  listRules: { roles: everyone, input: () => live, foreign: 'own' },
  listSessions: { roles: everyone, input: empty, foreign: 'own' },
  removeChannel: {
    roles: leaders,
    input: (t) => ({ channelId: t.channelId }),
    foreign: 'not_found',
  },
  removeEndpoint: {
    roles: keyHolders,
    input: (t) => ({ endpointId: t.endpointId }),
    foreign: 'not_found',
  },
  removeRule: { roles: leaders, input: (t) => ({ ruleId: t.ruleId }), foreign: 'not_found' },
  renameOrganization: { roles: leaders, input: () => ({ name: 'Renamed' }), foreign: 'own' },
  retireNow: {
    roles: keyHolders,
    input: (t) => ({ keyId: t.retiringKeyId }),
    foreign: 'not_found',
  },
  revokeKey: {
    roles: keyHolders,
    input: (t) => ({ keyId: t.keyId, reason: 'unused' }),
    foreign: 'not_found',
  },
  revokeKeys: {
    roles: keyHolders,
    input: (t) => ({ keyIds: [t.keyId], reason: 'unused' }),
    foreign: 'not_found',
  },
  rotateEndpointSecret: {
    roles: keyHolders,
    input: (t) => ({ endpointId: t.endpointId }),
    foreign: 'not_found',
  },
  rotateKey: {
    roles: keyHolders,
    input: (t) => ({ keyId: t.keyId, overlapSeconds: 60 }),
    foreign: 'not_found',
  },
  rotateKeys: {
    roles: keyHolders,
    input: (t) => ({ keyIds: [t.keyId], overlapSeconds: 60 }),
    foreign: 'not_found',
  },
  saveChannel: {
    roles: leaders,
    input: (t) => ({
      channelId: t.channelId,
      kind: 'email',
      name: `Renamed ${t.channelId}`,
      enabled: true,
      recipients: ['somebody@example.com'],
    }),
    foreign: 'not_found',
  },
  saveRule: {
    roles: leaders,
    input: (t) => ({
      ruleId: t.ruleId,
      ...live,
      kind: 'refused_calls',
      name: `Renamed ${t.ruleId}`,
      enabled: false,
      channelIds: [t.channelId],
      settings: { percent: 50, calls: 9, within: 5 },
    }),
    foreign: 'not_found',
  },
  setBalance: { roles: [], input: () => ({ ...live, balance: 7 }), foreign: 'forbidden' },
  setOrganization: { roles: [], input: () => ({ plan: 'starter' }), foreign: 'forbidden' },
  setPassword: {
    roles: [],
    input: (t) => ({ email: t.email, password: 'yet another passphrase' }),
    foreign: 'forbidden',
  },
  setUserStatus: {
    roles: [],
    input: (t) => ({ email: t.email, disabled: true }),
    foreign: 'forbidden',
  },
  showBurn: { roles: everyone, input: () => live, foreign: 'own' },
  showAlert: { roles: everyone, input: (t) => ({ alertId: t.alertId }), foreign: 'not_found' },
  showCredits: { roles: everyone, input: () => live, foreign: 'own' },
  showKey: { roles: everyone, input: (t) => ({ keyId: t.keyId }), foreign: 'not_found' },
  showLimits: {
    roles: everyone,
    input: (t) => ({ ...live, range: '1h', timeZone: 'UTC', keyId: t.keyId }),
    foreign: 'not_found',
  },
  showOrganization: { roles: everyone, input: empty, foreign: 'own' },
  showOverview: { roles: everyone, input: () => live, foreign: 'own' },
  showUsage: {
    roles: everyone,
    input: (t) => ({ ...live, range: '1h', timeZone: 'UTC', keyId: t.keyId }),
    foreign: 'not_found',
  },
  signOut: { roles: everyone, input: empty, foreign: 'own' },
  sendAgain: {
    roles: keyHolders,
    input: (t) => ({ deliveryId: t.deliveryId }),
    foreign: 'not_found',
  },
  showDelivery: {
    roles: logReaders,
    input: (t) => ({ deliveryId: t.deliveryId }),
    foreign: 'not_found',
  },
  showEndpoint: {
    roles: logReaders,
    input: (t) => ({ endpointId: t.endpointId }),
    foreign: 'not_found',
  },
  simulateRequest: {
    roles: logReaders,
    input: (t) => ({ keyId: t.keyId, method: 'GET', path: '/v1/me', ip: '::1' }),
    foreign: 'not_found',
  },
  startCheckout: {
    roles: ['owner', 'admin', 'billing'],
    input: () => ({ ...live, pack: '1000:1000:usd' }),
    foreign: 'own',
  },
  snoozeRule: {
    roles: leaders,
    input: (t) => ({ ruleId: t.ruleId, hours: 4 }),
    foreign: 'not_found',
  },
  switchEndpoint: {
    roles: keyHolders,
    input: (t) => ({ endpointId: t.endpointId, enabled: false }),
    foreign: 'not_found',
  },
  switchOrganization: {
    roles: everyone,
    input: (t) => ({ organizationId: t.secondOrganizationId }),
    foreign: 'not_found',
  },
  testChannel: { roles: leaders, input: (t) => ({ channelId: t.channelId }), foreign: 'not_found' },
  testEndpoint: {
    roles: keyHolders,
    input: (t) => ({ endpointId: t.endpointId }),
    foreign: 'not_found',
  },
  updateProfile: { roles: everyone, input: () => ({ name: 'Ada' }), foreign: 'own' },
};
