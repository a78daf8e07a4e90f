import createRouter from 'find-my-way';
import type { Method, Route } from '#lib/api/route';

export type Found = {
  readonly route: Route;
  readonly params: Readonly<Record<string, string | undefined>>;
};

/** Finds routes by method and path. */
export type Router = {
  find(method: string, path: string): Found | null;
  /** The methods of a path for the Allow header, or null when no route has the path. */
  allow(path: string): string | null;
};

const METHODS: readonly Method[] = ['GET', 'POST', 'PATCH', 'DELETE'];

/** Compiles the route table. Paths match exactly: letter case and slashes at the end count. */
export function compileRoutes(routes: readonly Route[]): Router {
  const tree = createRouter();
  for (const row of routes) tree.on(row.method, row.path, unused, row);
  const lookUp = (method: Method, path: string) => tree.find(method, path);
  return {
    find(method, path) {
      if (!isMethod(method)) return null;
      const found = lookUp(method, path);
      return found === null ? null : { route: found.store as Route, params: found.params };
    },
    allow(path) {
      const taken = METHODS.filter((method) => lookUp(method, path) !== null);
      return taken.length === 0 ? null : taken.join(', ');
    },
  };
}

function isMethod(method: string): method is Method {
  return method === 'GET' || method === 'POST' || method === 'PATCH' || method === 'DELETE';
}

/** find-my-way wants a handler; the gate runs the checks between finding a route and its handler. */
function unused(): void {}
