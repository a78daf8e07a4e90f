import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { createPool } from '#lib/db/pool';

const MINUTES = 60;

/**
 * Attempts in a window (seconds). A single address can spend 10 tries on an account, far below what
 * makes the account wait, so nobody locks its owner out alone; and that wait is short.
 */
const limits = {
  signInAddress: { points: 50, duration: 15 * MINUTES },
  signInPair: { points: 10, duration: 15 * MINUTES },
  signInAccount: { points: 30, duration: 5 * MINUTES },
  signUpAddress: { points: 30, duration: 60 * MINUTES },
  passwordCheck: { points: 10, duration: 15 * MINUTES },
} as const;

type LimitName = keyof typeof limits;
type Throttles = { pool: Pool; limiters: Record<LimitName, RateLimiterPostgres> };

let throttles: Throttles | undefined;

/** Seconds to wait, or null when the attempt may go on. */
export type Wait = number | null;

/**
 * Counts a sign-in before its password is looked at, so that parallel guesses are counted too. An
 * attempt that is refused by an earlier limit counts for no later one.
 */
export async function admitSignIn(email: string, ip: string): Promise<Wait> {
  return (
    (await take('signInAddress', addressKey(ip))) ??
    (await take('signInPair', pairKey(email, ip))) ??
    (await take('signInAccount', keyOf(email)))
  );
}

/** Takes a sign-in that succeeded out of the count. */
export async function forgiveSignIn(email: string, ip: string): Promise<void> {
  const { signInAddress, signInPair, signInAccount } = open().limiters;
  await Promise.all([
    signInAddress.reward(addressKey(ip)),
    signInPair.delete(pairKey(email, ip)),
    signInAccount.reward(keyOf(email)),
  ]);
}

/** Counts a sign-up for its address. */
export function admitSignUp(ip: string): Promise<Wait> {
  return take('signUpAddress', addressKey(ip));
}

/** Counts a signed-in person's tries at their current password. */
export function admitPasswordCheck(userId: string): Promise<Wait> {
  return take('passwordCheck', userId);
}

/** Forgets the tries after one was right. */
export async function forgivePasswordCheck(userId: string): Promise<void> {
  await open().limiters.passwordCheck.delete(userId);
}

/** Ends the connections; the next attempt makes new ones. */
export async function closeThrottles(): Promise<void> {
  const open = throttles;
  throttles = undefined;
  await open?.pool.end();
}

async function take(name: LimitName, key: string): Promise<Wait> {
  try {
    await open().limiters[name].consume(key);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  }
}

function open(): Throttles {
  if (throttles !== undefined) return throttles;
  const pool = createPool({ max: 2, name: 'throttles', connectionTimeoutMs: 5_000 });
  const limiter = (keyPrefix: LimitName) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'sign_in_throttles',
      tableCreated: true,
      clearExpiredByTimeout: keyPrefix === 'signInAddress',
      keyPrefix,
      ...limits[keyPrefix],
    });
  throttles = {
    pool,
    limiters: {
      signInAddress: limiter('signInAddress'),
      signInPair: limiter('signInPair'),
      signInAccount: limiter('signInAccount'),
      signUpAddress: limiter('signUpAddress'),
      passwordCheck: limiter('passwordCheck'),
    },
  };
  return throttles;
}

/** Hashed: the table needs to tell keys apart, not to know what people typed. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function pairKey(email: string, ip: string): string {
  return keyOf(`${email} ${addressKey(ip)}`);
}

/** An IPv6 customer has a whole /64, so that is one address here. */
function addressKey(ip: string): string {
  if (!ipaddr.IPv6.isValid(ip)) return ip;
  return ipaddr.IPv6.networkAddressFromCIDR(`${ip}/64`).toString();
}
