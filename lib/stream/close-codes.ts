/**
 * Every way in which the gate closes a stream: WebSocket code and what it means to the client. Codes below
 * 4000 are RFC 6455 §7.4.1 and IANA's registry; 4000 and above are our own.
 */
const table = {
  session_ended: [1000, 'The session has ended.'],
  going_away: [1001, 'This gate is stopping. Ask for a new stream token and connect again.'],
  unsupported_data: [1003, 'A stream takes text frames only.'],
  internal_error: [
    1011,
    'Something went wrong on our side. Ask for a new token and connect again.',
  ],
  engine_unavailable: [1013, 'The speech engine does not answer. Try again later.'],
  key_compromised: [4001, 'The API key behind this stream was revoked as compromised.'],
  malformed_messages: [4002, 'Too many messages could not be read.'],
  flood: [4003, 'Messages came faster than a stream takes them.'],
  silence: [4004, 'Nothing was sent for 60 seconds.'],
  slow_consumer: [4005, 'Messages were not read in time.'],
  superseded: [4006, 'The session is streamed over another connection now.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

/**
 * Codes by which the WebSocket protocol itself ends a stream, without a reason and without `session.error`.
 * Source: RFC 6455 §7.4.1.
 */
export const protocolCodes: Readonly<Record<number, string>> = {
  1002: 'A frame broke the WebSocket protocol.',
  1007: 'A text was not UTF-8.',
  1008: 'A message came in too many pieces.',
  1009: 'A message is larger than 64 KiB.',
};

export type CloseReason = keyof typeof table;

/** Every reason there is. */
export const closeReasons = Object.keys(table) as readonly CloseReason[];

/** The code that a reason is told by, and its text. */
export function closeCode(reason: CloseReason): {
  readonly code: number;
  readonly message: string;
} {
  const [code, message] = table[reason];
  return { code, message };
}
