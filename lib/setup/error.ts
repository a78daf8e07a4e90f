/** The checkout cannot be set up; the message is for the user as it is. */
export class SetupError extends Error {
  override name = 'SetupError';
}
