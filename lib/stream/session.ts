import type { Environment, SessionMode } from '#lib/db/generated/enums';

/** A session whose stream this gate holds. */
export type StreamedSession = {
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly mode: SessionMode;
  readonly sourceLanguage: string | null;
  readonly targetLanguage: string | null;
  readonly recordingEnabled: boolean;
  /** The key that asked for the token. */
  readonly keyId: string;
  /** Epoch milliseconds by the database's clock: the first connection ever, and this one. */
  readonly startedAt: number;
  readonly claimedAt: number;
  /** Of the last turn that is stored; 0 when there is none. */
  readonly lastSequence: number;
};
