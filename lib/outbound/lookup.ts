import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isAllowed } from './address.ts';

/** An address that may not be called. */
export class NotAllowed extends Error {
  constructor(address: string) {
    super(`${address} is not a public address`);
    this.name = 'NotAllowed';
  }
}

/** Looks a name up for a connection: where one of its addresses may not be called, none is. */
export const allowedLookup: LookupFunction = (host, options, done) => {
  dns.lookup(host, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error, '');
    const wrong = found.find(({ address }) => !isAllowed(address));
    if (wrong !== undefined) return done(new NotAllowed(wrong.address), '');
    const [first] = found;
    return options.all === true
      ? done(null, found)
      : done(null, first?.address ?? '', first?.family);
  });
};
