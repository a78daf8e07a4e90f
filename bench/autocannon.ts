import autocannon from 'autocannon';
import type { Load, Request } from './load.ts';

/** A load process of its own: options as JSON in the first argument, the result as JSON on stdout. */
const { request, seconds, connections } = JSON.parse(process.argv[2] ?? '{}') as {
  request: Request;
  seconds: number;
  connections: number;
};
const { url, method = 'GET', headers = {}, body, uniqueHeader } = request;
const unique = uniqueHeader === undefined ? {} : { [uniqueHeader]: '[<id>]' };

const result = await autocannon({
  url,
  connections,
  duration: seconds,
  requests: [
    { method, headers: { ...headers, ...unique }, ...(body === undefined ? {} : { body }) },
  ],
  idReplacement: uniqueHeader !== undefined,
});
const load: Load = {
  perSecond: result.requests.total / result.duration,
  failures: result.non2xx + result.errors + result.timeouts,
};
process.stdout.write(JSON.stringify(load));
