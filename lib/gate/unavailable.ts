/** Classes and codes of SQLSTATE by which a server says "not now"; Appendix A of PostgreSQL's manual. */
const STATES = /^(?:08|53|57P0|57014$|55P03$|40001$|40P01$|25006$)/;
const SOCKET_CODES = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ENOENT)/;
/** What pg says without a code. */
const TEXTS =
  /^(?:Connection terminated|timeout exceeded|timeout expired|Query read timeout|Client has encountered|Cannot use a pool after)/;

/** Whether an error means that the database could not be asked, rather than that we asked wrongly. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^[0-9A-Z]{5}$/.test(code) && !SOCKET_CODES.test(code)) return STATES.test(code);
  return SOCKET_CODES.test(code) || TEXTS.test(error.message);
}
