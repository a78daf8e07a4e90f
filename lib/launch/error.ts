/** The product cannot be started; the message is for the user as it is. */
export class LaunchError extends Error {
  override name = 'LaunchError';
}
