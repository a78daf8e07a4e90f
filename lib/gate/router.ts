import createRouter from 'find-my-way';
import type { Method, Route, RouteHead } from '#lib/api/route';

export type Found<Row extends RouteHead = Route> = {
  readonly route: Row;
  readonly params: Readonly<Record<string, string | undefined>>;
};

/** Finds routes by method and path. */
export type Router<Row extends RouteHead = Route> = {
  find(method: string, path: string): Found<Row> | null;
  /** The methods of a path for the Allow header, or null when no route has the path. */
  allow(path: string): string | null;
};

const METHODS: readonly Method[] = ['GET', 'POST', 'PATCH', 'DELETE'];

const NO_PARAMS = {};

/** Compiles the route table. Paths match exactly: letter case and slashes at the end count. */
export function compileRoutes<Row extends RouteHead>(routes: readonly Row[]): Router<Row> {
  const tree = createRouter();
  for (const row of routes) tree.on(row.method, row.path, unused, row);
  const fixed = fixedRoutes(routes);
  // find-my-way leaves out what stands behind #, as no other reader of the path does.
  const lookUp = (method: Method, path: string) =>
    path.includes('#') ? null : tree.find(method, path);
  return {
    find(method, path) {
      if (!isMethod(method)) return null;
      const known = fixed[method].get(path);
      if (known !== undefined) return known;
      const found = lookUp(method, path);
      return found === null ? null : { route: found.store as Row, params: found.params };
    },
    allow(path) {
      const taken = METHODS.filter((method) => lookUp(method, path) !== null);
      return taken.length === 0 ? null : taken.join(', ');
    },
  };
}

/** The routes whose path has no parameter: most calls are to these, and a map finds them at once. */
function fixedRoutes<Row extends RouteHead>(
  routes: readonly Row[],
): Record<Method, Map<string, Found<Row>>> {
  const found: Record<Method, Map<string, Found<Row>>> = {
    GET: new Map(),
    POST: new Map(),
    PATCH: new Map(),
    DELETE: new Map(),
  };
  for (const route of routes) {
    const isFixed = !/[:*(]/.test(route.path);
    if (isFixed) found[route.method].set(route.path, { route, params: NO_PARAMS });
  }
  return found;
}

function isMethod(method: string): method is Method {
  return method === 'GET' || method === 'POST' || method === 'PATCH' || method === 'DELETE';
}

/** find-my-way wants a handler; the gate runs the checks between finding a route and its handler. */
function unused(): void {}
