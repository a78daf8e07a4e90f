import autocannon from 'autocannon';
import type { Load, Request } from './load.ts';

/** A load process of its own: options as JSON in the first argument, the result as JSON on stdout. */
const { request, seconds, connections } = JSON.parse(process.argv[2] ?? '{}') as {
  request: Request;
  seconds: number;
  connections: number;
};
const { url, method = 'GET', headers = {}, body, numbered } = request;
const start = numbered?.start ?? `${process.pid}-${Date.now()}-`;
let number = 0;

/** Sets the header that differs from request to request. */
function setupRequest(one: autocannon.Request): autocannon.Request {
  if (numbered === undefined) return one;
  number = numbered.count === undefined ? number + 1 : (number + 1) % numbered.count;
  return { ...one, headers: { ...headers, [numbered.name]: `${start}${number}` } };
}

const result = await autocannon({
  url,
  connections,
  duration: seconds,
  requests: [
    { method, headers: { ...headers }, ...(body !== undefined && { body }), setupRequest },
  ],
});
const load: Load = {
  perSecond: result.requests.total / result.duration,
  failures: result.non2xx + result.errors + result.timeouts,
};
process.stdout.write(JSON.stringify(load));
