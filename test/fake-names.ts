import dns from 'node:dns';
import promises from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

/** The addresses of a name, or the code of the error that its look-up ends with. */
type Found = readonly string[] | string;

const real = { lookup: dns.lookup, promised: promises.lookup };

/** Names that are looked up in this process lead where `find` says, at each time anew, until `restoreNames`. */
export function fakeNames(find: (host: string) => Found): void {
  const look = async (host: string) => {
    const found = isIP(host) === 0 ? find(host) : [host];
    if (typeof found === 'string') {
      throw Object.assign(new Error(`getaddrinfo ${found} ${host}`), { code: found });
    }
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const lookup = (host: string, _options: unknown, done: (...told: unknown[]) => void) => {
    look(host).then(
      (all) => done(null, all),
      (error: unknown) => done(error),
    );
  };
  Object.assign(dns, { lookup });
  Object.assign(promises, { lookup: look });
  syncBuiltinESMExports();
}

/** Looks names up as before. */
export function restoreNames(): void {
  Object.assign(dns, { lookup: real.lookup });
  Object.assign(promises, { lookup: real.promised });
  syncBuiltinESMExports();
}
