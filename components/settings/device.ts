const browsers: readonly [pattern: RegExp, name: string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Version\/.*Safari\//, 'Safari'],
];
const systems: readonly [pattern: RegExp, name: string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** "Firefox on Windows" from a User-Agent header: a hint for people, which the sender chose freely. */
export function deviceOf(userAgent: string): { name: string; mobile: boolean } {
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  const name = browser && system ? `${browser} on ${system}` : (browser ?? system);
  return {
    name: name ?? (userAgent === '' ? 'Unknown device' : userAgent.slice(0, 40)),
    mobile: /iPhone|iPad|Android|Mobile/.test(userAgent),
  };
}
