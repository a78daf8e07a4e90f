/** Codes of refusals inside the portal and the admin command; the gate's own codes are in `errors.ts`. */
export type DenialCode =
  | 'invalid_input'
  | 'not_found'
  | 'forbidden'
  | 'unauthenticated'
  | 'wrong_origin'
  | 'conflict'
  | 'rate_limited'
  | 'unavailable'
  | 'internal';

/** A refusal as a value: what happened, what it means and what to do, in `message`. */
export type Denial = {
  readonly code: DenialCode;
  readonly message: string;
  /** Messages by field name, for forms. */
  readonly fields?: Readonly<Record<string, string>>;
  /** To quote to the operator; set for faults. */
  readonly requestId?: string;
};

export type Result<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly denial: Denial };

/** A success that carries `data`. */
export function done<T>(data: T): Result<T> {
  return { ok: true, data };
}

/** An expected refusal; never thrown. */
export function denied(
  code: DenialCode,
  message: string,
  fields?: Readonly<Record<string, string>>,
): { readonly ok: false; readonly denial: Denial } {
  return { ok: false, denial: fields ? { code, message, fields } : { code, message } };
}
