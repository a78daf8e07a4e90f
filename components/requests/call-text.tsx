import { Mono } from '#components/ui/mono';

/** An id of ours in a path: its kind, and 26 letters and digits. */
const ID = /\b([a-z]+)_[0-9A-Z]{20}([0-9A-Z]{6})\b/g;

/** A call's method and path for a list: ids are shortened, and the whole path is told to who points at it. */
export function CallText({ method, path }: { method: string; path: string }) {
  return (
    <span title={path}>
      <Mono>{`${method} ${path.replace(ID, '$1_…$2')}`}</Mono>
    </span>
  );
}
