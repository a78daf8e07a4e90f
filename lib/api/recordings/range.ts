/** Bytes of a file from `first` to `last`, both included. */
export type ByteRange = { readonly first: number; readonly last: number };

const SPEC = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/i;

/**
 * What a Range header asks for of a file of `size` bytes (≥ 1). Null: the whole file, also for several ranges
 * and for what is no range, which a server may ignore.
 * Source: RFC 9110 §14.
 */
export function readRange(
  header: string | undefined,
  size: number,
): ByteRange | null | 'unsatisfiable' {
  const spec = header === undefined ? null : SPEC.exec(header.trim());
  if (spec === null) return null;
  const [, from, to, suffix] = spec;
  if (from === undefined) {
    const length = Math.min(Number(suffix), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' || to === undefined ? size - 1 : Number(to);
  if (last < first && to !== '') return null;
  return first >= size ? 'unsatisfiable' : { first, last: Math.min(last, size - 1) };
}
