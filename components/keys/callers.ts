/** The part of a recorded call that tells who made it. */
export type CallMark = { readonly at: string; readonly ip: string; readonly client: string };

export type Caller = {
  readonly ip: string;
  readonly client: string;
  readonly calls: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
};

/** Recent calls by address and client, the latest caller first. */
export function callersOf(calls: readonly CallMark[]): Caller[] {
  const callers = new Map<string, Caller>();
  for (const { ip, client, at } of calls.toSorted((a, b) => a.at.localeCompare(b.at))) {
    const id = JSON.stringify([ip, client]);
    const known = callers.get(id) ?? { ip, client, calls: 0, firstSeen: at, lastSeen: at };
    callers.set(id, { ...known, calls: known.calls + 1, lastSeen: at });
  }
  return [...callers.values()].sort((a, b) => b.lastSeen.localeCompare(a.lastSeen));
}
