/** The product's names and addresses as people see them; change them here to re-brand. */
export const brand = {
  name: 'Developer Portal',
  apiName: 'API',
  supportLabel: 'your operator',
  /** Environment variable name that the samples use for a key. */
  keyVariable: 'PORTAL_API_KEY',
  /** WebSocket subprotocol of streams. */
  streamProtocol: 'voice.v1',
} as const;
