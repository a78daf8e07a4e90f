/** What the operator did wrong or asked for in vain, as one sentence; the command ends with status 2. */
export class AdminFailure extends Error {
  override name = 'AdminFailure';
}
