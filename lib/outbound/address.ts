import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { settings } from '#lib/env';

/** The one answer to an address that may not be called, so that nobody can explore a network by it. */
export const REFUSAL =
  'This address cannot be used. Give a public https:// address whose name can be looked up, without a port of its own.';

/** Addresses of this machine that WEBHOOK_ALLOW_LOOPBACK lets in, never other private ones. */
export const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];
/**
 * All of IPv6 but 2000::/3, the one part that public addresses are of; `::a.b.c.d`, once another way to write
 * an IPv4 address, is in it too. Source: RFC 4291 §2.4, §2.5.5.1, and IANA's list of IPv6 address space.
 */
const NOT_GLOBAL: readonly string[] = ['::/3', '4000::/2', '8000::/1'];
/** Known to be public, so that it can be saved where names are not looked up; connections are checked all the same. */
const PUBLIC_HOSTS: readonly string[] = ['hooks.slack.com'];
const HTTPS_PORT = 443;
const LOOKUP_MS = 1_000;
/** Names looked up at once: more would keep the threads busy that the process needs for other things. */
const MOST_LOOKUPS = 2;
/** As long as a look-up may take. */
const REFUSED_AFTER_MS = LOOKUP_MS;
const LONGEST = 2_000;

/**
 * The address that people gave for us to call, or null when it may never be called: https only, without
 * a user, on a port of WEBHOOK_PORTS; http and other ports only to this machine, where that is allowed.
 */
export function parseAddress(text: string): URL | null {
  const url = text.length > LONGEST ? null : URL.parse(text.trim());
  if (url === null || url.username !== '' || url.password !== '') return null;
  url.hash = '';
  if (mayLoop() && isLoopbackName(hostOf(url))) return /^https?:$/.test(url.protocol) ? url : null;
  return url.protocol === 'https:' && hasOpenPort(url) ? url : null;
}

/** Any other port would make us a scanner of other people's ports. */
function hasOpenPort(url: URL): boolean {
  return settings().mail.webhookPorts.includes(url.port === '' ? HTTPS_PORT : Number(url.port));
}

/**
 * Whether an address leads to a public place now. A name that cannot be looked up for the moment passes:
 * each connection is checked again.
 */
export async function isCallable(text: string): Promise<boolean> {
  const url = parseAddress(text);
  if (url === null) return false;
  const host = hostOf(url);
  if (isIP(host) !== 0) return isAllowed(host);
  if (PUBLIC_HOSTS.includes(host)) return true;
  const found = await addressesOf(host);
  return found === 'later' || (found.length > 0 && found.every(isAllowed));
}

/**
 * As `isCallable`, for an address that is to be saved: a refusal always takes so long, whatever its reason,
 * so that nobody learns from the time what is behind a name.
 */
export async function isSavable(text: string): Promise<boolean> {
  const pause = new Promise((resolve) => setTimeout(resolve, REFUSED_AFTER_MS));
  if (await isCallable(text)) return true;
  await pause;
  return false;
}

/** What may be shown of an address that is a secret: its host and its last four characters. */
export function hintOf(url: URL): string {
  return `${url.host}/…${url.pathname.length > 8 ? url.pathname.slice(-4) : ''}`;
}

/** The host without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

let lookups = 0;

async function addressesOf(host: string): Promise<readonly string[] | 'later'> {
  if (lookups >= MOST_LOOKUPS) return 'later';
  lookups += 1;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'later'>((resolve) => {
    timer = setTimeout(() => resolve('later'), LOOKUP_MS);
  });
  const found = lookup(host, { all: true })
    .then(
      (all) => all.map(({ address }) => address),
      (error: NodeJS.ErrnoException) => (error.code === 'EAI_AGAIN' ? ('later' as const) : []),
    )
    .finally(() => {
      lookups -= 1;
    });
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

/** Whether this very address may be called. */
export function isAllowed(address: string): boolean {
  if (LOOPBACK.includes(address)) return mayLoop();
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && !isNotGlobal(parsed);
}

function isNotGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.kind() === 'ipv4') return false;
  return NOT_GLOBAL.some((block) => address.match(ipaddr.parseCIDR(block)));
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || LOOPBACK.includes(host);
}

function mayLoop(): boolean {
  return settings().mail.webhookAllowLoopback;
}
