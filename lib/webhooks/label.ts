/** What people know an endpoint by. */
export type Named = {
  readonly description: string;
  /** See `placeOf`. */
  readonly place: string;
};

/** Characters of a path that are shown from its beginning and from its end when it is long. */
const HEAD = 20;
const TAIL = 24;

/** Host and path of an address. Whoever put a secret into its query keeps it to themselves. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return pathname === '/' ? host : host + pathname;
}

/** A place with the middle of a long path left out: what tells two apart is mostly the end. */
export function shortPlace(place: string): string {
  const slash = place.indexOf('/');
  if (slash < 0 || place.length - slash <= HEAD + TAIL + 1) return place;
  return `${place.slice(0, slash + HEAD)}…${place.slice(-TAIL)}`;
}

/** What logs and mails call an endpoint: its place, short. */
export function addressLabel(url: string): string {
  return shortPlace(placeOf(url));
}

/** The description where there is one, and the place otherwise. */
export function nameOf({ description, place }: Named): string {
  return description || shortPlace(place);
}

/** The description where there is one, and the place. */
export function labelOf({ description, place }: Named): string {
  return description ? `${description} (${shortPlace(place)})` : shortPlace(place);
}
