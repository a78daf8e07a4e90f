import { checkLedgers } from './check-ledgers.ts';
import { endIdleSessions } from './end-idle-sessions.ts';
import { freeDeadStreams } from './free-dead-streams.ts';
import type { Job } from './job.ts';
import { keepRecords } from './keep-records.ts';
import { purgeAlerts } from './purge-alerts.ts';
import { purgeGateInstances } from './purge-gate-instances.ts';
import { purgeIdempotencyRecords } from './purge-idempotency-records.ts';
import { purgeOutbox } from './purge-outbox.ts';
import { purgeRecordings } from './purge-recordings.ts';
import { purgeSignInThrottles } from './purge-sign-in-throttles.ts';
import { purgeUserSessions } from './purge-user-sessions.ts';
import { purgeWebhooks } from './purge-webhooks.ts';
import { requeueWebhooks } from './requeue-webhooks.ts';
import { rollCreditPeriods } from './roll-credit-periods.ts';
import { rollUsageRecords } from './roll-usage.ts';

/** Everything that the worker does. */
export const jobs: readonly Job[] = [
  endIdleSessions,
  freeDeadStreams,
  rollCreditPeriods,
  checkLedgers,
  rollUsageRecords,
  keepRecords,
  purgeIdempotencyRecords,
  purgeRecordings,
  purgeUserSessions,
  purgeSignInThrottles,
  purgeGateInstances,
  purgeAlerts,
  purgeOutbox,
  requeueWebhooks,
  purgeWebhooks,
];
