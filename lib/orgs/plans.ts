import type { Plan } from '#lib/db/generated/enums';

/** What an organization may use. */
export type Limits = {
  /** Per environment. */
  readonly requestsPerMinute: number;
  /** Streaming at once, per environment. */
  readonly concurrentSessions: number;
  /** Included credits of a billing period, per environment. */
  readonly creditsPerPeriod: number;
};

/** Source: the /v1 contract, "Rate limits". An enterprise's own figures come on top of these. */
export const plans: Readonly<Record<Plan, Limits>> = {
  free: { requestsPerMinute: 60, concurrentSessions: 2, creditsPerPeriod: 100 },
  starter: { requestsPerMinute: 120, concurrentSessions: 10, creditsPerPeriod: 1_000 },
  pro: { requestsPerMinute: 600, concurrentSessions: 50, creditsPerPeriod: 10_000 },
  enterprise: { requestsPerMinute: 600, concurrentSessions: 50, creditsPerPeriod: 10_000 },
};

/** The plan's limits with the organization's own figures in their place where it has some. */
export function effectiveLimits(organization: {
  readonly plan: Plan;
  readonly rateLimitPerMinute: number | null;
  readonly concurrentSessions: number | null;
  readonly creditsPerPeriod: number | null;
}): Limits {
  const plan = plans[organization.plan];
  return {
    requestsPerMinute: organization.rateLimitPerMinute ?? plan.requestsPerMinute,
    concurrentSessions: organization.concurrentSessions ?? plan.concurrentSessions,
    creditsPerPeriod: organization.creditsPerPeriod ?? plan.creditsPerPeriod,
  };
}
