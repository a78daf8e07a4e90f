import { type Check, checks } from './checks.ts';

export type TraceStep = {
  readonly check: Check;
  readonly result: 'passed' | 'failed' | 'not_reached';
};

/**
 * Every check in order with what became of it.
 * @param decidedBy the check that refused, or null when all of them passed
 */
export function trace(decidedBy: Check | null): TraceStep[] {
  const failedAt = decidedBy === null ? checks.length : checks.indexOf(decidedBy);
  return checks.map((check, index) => ({
    check,
    result: index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not_reached',
  }));
}
