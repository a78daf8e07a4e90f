import type { Data } from '#components/charts/figures';
import { spanTexts } from '#components/usage/usage-texts';
import type { LimitsView } from '#lib/usage/show-limits';

/** The tables of the rate limits page by the name under which its CSV is fetched. */
export const limitsTables = ['windows', 'shares'] as const;
export type LimitsTable = (typeof limitsTables)[number];

const makers: Readonly<Record<LimitsTable, (view: LimitsView) => Data>> = {
  windows: (view) => {
    const texts = spanTexts(view.range, view.timeZone);
    return {
      columns: [
        { label: 'start', csvOnly: true },
        { label: 'end', csvOnly: true },
        { label: 'Time' },
        { label: 'Fullest minute (requests)' },
        { label: 'Limit (requests a minute)' },
        { label: 'Share of the limit (%)' },
        { label: 'Minutes with calls' },
        { label: 'At 80 % or more, none refused' },
        { label: 'Minutes with 429s of this limit' },
        { label: '429s of this limit' },
        { label: 'Of these, sent during a wait' },
      ],
      rows: view.buckets.map((bucket) => [
        bucket.start,
        bucket.end,
        `${texts(bucket).title}${bucket.unfinished ? ' (not over yet)' : ''}`,
        bucket.peak,
        bucket.limit,
        bucket.share === null ? null : Math.round(bucket.share * 1000) / 10,
        bucket.windows,
        bucket.near,
        bucket.over,
        bucket.refused,
        bucket.early,
      ]),
    };
  },
  shares: (view) => ({
    columns: [
      { label: 'key_id', csvOnly: true },
      { label: 'Key' },
      { label: 'Requests' },
      { label: 'Share (%)' },
      { label: '429s' },
      { label: '429s of its own limit' },
    ],
    rows: view.shares.map(({ id, name, requests, share, limited, limitedByOwn }) => [
      id,
      name,
      requests,
      Math.round(share * 1000) / 10,
      limited,
      limitedByOwn,
    ]),
  }),
};

/** The figures of the page as one of its tables. */
export function limitsData(view: LimitsView, table: LimitsTable): Data {
  return makers[table](view);
}
