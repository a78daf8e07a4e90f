import type { Environment } from '#lib/db/generated/enums';

/** How far back a page looks. */
export const usageRanges = ['1h', '6h', '24h', '7d', '30d', '90d'] as const;
export type UsageRange = (typeof usageRanges)[number];

/** What a view is of; ISO times. */
type Looked = {
  readonly environment: Environment;
  readonly range: UsageRange;
  /** IANA name in which days begin and times are labelled. */
  readonly timeZone: string;
  readonly from: string;
  /** The database's clock: the view reaches up to it. */
  readonly asOf: string;
};

type Bucket = {
  readonly start: string;
  readonly end: string;
  /** Its end is still to come. */
  readonly unfinished: boolean;
};

/** Calls by what became of them; they add up to `requests`. */
export type Outcomes = {
  readonly requests: number;
  /** 2xx. */
  readonly succeeded: number;
  /** 4xx other than 429. */
  readonly refused: number;
  /** 429. */
  readonly limited: number;
  /** 5xx. */
  readonly failed: number;
};

/** Milliseconds; null without calls. */
export type Quantiles = {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

export type UsageBucket = Bucket & Outcomes & Quantiles;

export type UsageTotals = Outcomes & { readonly credits: number; readonly replays: number };

/** What the usage page shows. */
export type UsageView = Looked & {
  readonly buckets: readonly UsageBucket[];
  readonly totals: UsageTotals & Quantiles;
  /** The equally long time directly before. */
  readonly before: UsageTotals;
  /** Most calls first; the name is null for a key that is gone. */
  readonly byKey: readonly (Outcomes & { readonly keyId: string; readonly name: string | null })[];
  /** `GET /v1/me`; empty for calls without a route. */
  readonly byRoute: readonly (Outcomes & Quantiles & { readonly route: string })[];
  /** The code is null for successes. */
  readonly byCode: readonly {
    readonly status: number;
    readonly code: string | null;
    readonly requests: number;
  }[];
};

export type LimitsBucket = Bucket & {
  /** Calls that asked for room in the fullest minute of it, and the limit then; zero without calls. */
  readonly peak: number;
  readonly limit: number;
  readonly requests: number;
  /** Told 429. */
  readonly refused: number;
};

/** How full windows were: of the organization, or of a key with a limit of its own. */
export type Pressure = {
  /** The limit now. */
  readonly limit: number;
  /** The fullest minute: its start, the calls that asked for room, and the limit then. */
  readonly peak: { readonly at: string; readonly calls: number; readonly limit: number } | null;
  /** Minutes with calls; at 80 % or more without a refusal; with a refusal. */
  readonly windows: number;
  readonly nearWindows: number;
  readonly overWindows: number;
  /** Calls told 429, and those of them that came while an earlier one of the same key had to wait. */
  readonly refused: number;
  readonly early: number;
  /** The current minute. */
  readonly now: { readonly calls: number; readonly limit: number };
};

/** What the rate-limits page shows. */
export type LimitsView = Looked & {
  readonly buckets: readonly LimitsBucket[];
  readonly organization: Pressure;
  /** The largest share first. */
  readonly keys: readonly {
    readonly keyId: string;
    readonly name: string | null;
    readonly requests: number;
    readonly refused: number;
    /** Of keys with a limit of their own. */
    readonly own: Pressure | null;
  }[];
};
