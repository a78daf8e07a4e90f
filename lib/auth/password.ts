import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from '#lib/ids';

/** argon2id, 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A flood of sign-ins must leave the machine usable for the gate. */
const AT_ONCE = Math.min(4, availableParallelism());
const LONGEST_QUEUE = 256;

let running = 0;
const waiting: (() => void)[] = [];

/** Nobody's: a salt and a hash at random, so that to verify against it costs what a real one costs. */
const DECOY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${noise(16)}$${noise(32)}`;

/** The queue of password hashes is full; the caller answers as to any other fault. */
export class HashingBusyError extends Error {
  override name = 'HashingBusyError';
}

/** A PHC string of argon2id with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalize(password), COST));
}

/** Whether the password is the one behind the PHC string; without one, the same work for a no. */
export async function verifyPassword(phc: string | null, password: string): Promise<boolean> {
  const matches = await inTurn(() => verify(phc ?? DECOY, normalize(password)));
  return matches && phc !== null;
}

/** Random bytes as the PHC format writes them: base64 without padding. */
function noise(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '');
}

/** Keyboards differ in how they compose characters; the password is the same. Source: NIST SP 800-63B, 3.1.1.2. */
function normalize(password: string): string {
  return password.normalize('NFKC');
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= LONGEST_QUEUE) throw new HashingBusyError('too many passwords to check');
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
