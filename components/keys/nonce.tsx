/**
 * 128 random bits as hex digits that mark one filled-in form or one press of a button, so that sending it
 * twice makes one key. Written out, because browsers have no `randomUUID` on plain http.
 */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
