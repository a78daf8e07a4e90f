/** An operation as the navigation shows it. */
export type OperationLink = {
  readonly anchor: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
};

/** The operations of one resource. */
export type ResourceLinks = {
  readonly name: string;
  readonly operations: readonly OperationLink[];
};

/**
 * The operations in which every wanted word occurs, be it in the resource's name, the method, the path or
 * the summary. Resources without any are left out.
 */
export function findOperations(
  resources: readonly ResourceLinks[],
  wanted: string,
): readonly ResourceLinks[] {
  const words = wanted.toLowerCase().split(/\s+/);
  return resources
    .map(({ name, operations }) => ({
      name,
      operations: operations.filter(({ method, path, summary }) => {
        const text = `${name} ${method} ${path} ${summary}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}
