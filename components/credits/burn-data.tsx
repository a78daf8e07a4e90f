import type { Data } from '#components/charts/figures';
import type { BurnDay, BurnView } from '#lib/credits/show-burn';
import { dayOf } from './credit-texts.ts';

/** The figures of the burn chart. */
export function burnData({ days }: Pick<BurnView, 'days'>): Data {
  return {
    columns: [{ label: 'day', csvOnly: true }, { label: 'Day, UTC' }, { label: 'Credits used' }],
    rows: days.map((day) => [day.day, dayText(day), day.used]),
  };
}

/** `24 Nov`, and whether it was seen in part only. */
export function dayText({ day, whole }: Pick<BurnDay, 'day' | 'whole'>): string {
  return `${dayOf(day, 'short')}${whole ? '' : ' (in part)'}`;
}
