import type { Organization } from '#lib/db/generated/client';
import type { OrganizationStatus, Plan } from '#lib/db/generated/enums';
import { effectiveLimits, type Limits } from '#lib/orgs/plans';

/** An organization as pages and the admin command show it. */
export type OrganizationView = {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly status: OrganizationStatus;
  readonly limits: Limits;
  readonly createdAt: string;
};

/** The public side of an organization's row. */
export function organizationView(row: Organization): OrganizationView {
  return {
    id: row.id,
    name: row.name,
    plan: row.plan,
    status: row.status,
    limits: effectiveLimits(row),
    createdAt: row.createdAt.toISOString(),
  };
}

/** The fields that the audit log compares. */
export function organizationFields(row: Organization) {
  return {
    name: row.name,
    plan: row.plan,
    status: row.status,
    rateLimitPerMinute: row.rateLimitPerMinute,
    concurrentSessions: row.concurrentSessions,
    creditsPerPeriod: row.creditsPerPeriod,
  };
}
