import type { SelectOption } from '#components/ui/select';
import { routeHeads } from '#lib/api/heads';
import { errorCodes, errorEntry } from '#lib/errors';

/** Classes of statuses, and each that the API answers with. */
export const statusOptions: readonly SelectOption[] = [
  { value: '', label: 'Any status' },
  { value: '2xx', label: '2xx, succeeded' },
  { value: '4xx', label: '4xx, refused' },
  { value: '5xx', label: '5xx, failed' },
  ...[...new Set(errorCodes.map((code) => errorEntry(code).status))].map((status) => ({
    value: String(status),
    label: String(status),
  })),
];

/** Every code of an error, and the one of successes. */
export const codeOptions: readonly SelectOption[] = [
  { value: '', label: 'Any code' },
  { value: 'ok', label: 'ok' },
  ...errorCodes.map((code) => ({ value: code, label: code })),
];

/** Every route of the API. */
export const routeOptions: readonly SelectOption[] = [
  { value: '', label: 'Any route' },
  ...routeHeads.map(({ method, path }) => ({
    value: `${method} ${path}`,
    label: `${method} ${path}`,
  })),
  { value: 'none', label: 'No route found' },
];

/** An environment's keys behind an option that narrows nothing. */
export function keyOptions(
  keys: readonly { readonly id: string; readonly name: string }[],
): readonly SelectOption[] {
  return [
    { value: '', label: 'Any key' },
    ...keys.map(({ id, name }) => ({ value: id, label: name })),
  ];
}
