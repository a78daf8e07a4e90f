/** A signed-in person, as a browser would be: cookies kept from answer to answer. */
export type PortalSession = {
  readonly origin: string;
  /** What the browser would send as `Cookie`. */
  cookie(): string;
  /** Loads a page whole; the milliseconds it took. @throws when it is not 200 */
  load(path: string): Promise<number>;
};

/** Signs in through next-auth's credentials form. @throws when that fails */
export async function signIn(
  origin: string,
  person: { readonly email: string; readonly password: string },
): Promise<PortalSession> {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { ...init.headers, Cookie: cookie(), Origin: origin };
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const { csrfToken } = (await (await send('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = new URLSearchParams({ csrfToken, ...person, callbackUrl: origin, json: 'true' });
  await send('/api/auth/callback/credentials', { method: 'POST', body: form });
  const load = async (path: string) => {
    const began = performance.now();
    const response = await send(path);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return performance.now() - began;
  };
  return { origin, cookie, load };
}
