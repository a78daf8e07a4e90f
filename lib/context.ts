import type { Role } from '#lib/auth/policy';

/** Who acts. The label is what people read in the audit log. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly id: string;
      readonly label: string;
      readonly role: Role;
      /** The signed-in browser that acts. */
      readonly sessionId?: string;
    }
  | { readonly kind: 'operator'; readonly label: string }
  | { readonly kind: 'system'; readonly label: string };

/** Where a call came from; empty strings when there is no network behind it. */
export type CallOrigin = {
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
};

/**
 * What every verb of the domain gets beside its input. The organization and the actor come from
 * the session (or the operator's command line), never from a form field.
 */
export type Context = {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly origin: CallOrigin;
};
