import type { Taken } from './take-mail.ts';

/** Somebody who agreed to get the alerts of an organization by mail. */
export type Addressee = {
  readonly email: string;
  /** Where they say that they want no more; undefined for its own people. */
  readonly withdrawal?: { readonly page: string; readonly oneClick: string };
  /** Takes the mail for sending, unless it was sent or has to wait. */
  readonly take: () => Promise<Taken>;
  /** Says whether the mail that was taken was sent. */
  readonly settle: (sent: boolean) => Promise<void>;
};
