import { brand } from '#lib/brand';
import { settings } from '#lib/env';
import type { PartName } from './parts.ts';

/** What a person sees when everything is healthy: the addresses, and what to do first. */
export function welcome(parts: readonly PartName[], elapsed: string): string {
  const { portalUrl, gateUrl, dataDir, embedded } = settings();
  const lines = [`\n${brand.name} is ready (${elapsed}).\n`];
  if (parts.includes('portal')) lines.push(`  Portal          ${portalUrl}`);
  if (parts.includes('gate')) {
    lines.push(`  API, live keys  ${gateUrl.live}`, `  API, test keys  ${gateUrl.test}`);
  }
  if (embedded) lines.push(`  Data            ${dataDir}`);
  if (parts.includes('portal')) {
    lines.push(
      `\nFirst: open ${portalUrl}/sign-up, make your account, and follow the page to your first call.`,
    );
  }
  lines.push('Ctrl-C stops everything.\n');
  return lines.join('\n');
}
