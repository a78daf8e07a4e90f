/** Nesting that any body of the API needs, and far below what a recursive reader survives. */
const MAX_DEPTH = 32;

/** Why a body is not taken: not JSON of our kind at all, or JSON with a text that can't be stored. */
export type JsonFault =
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'text'; readonly message: string; readonly param: string };

export type JsonResult = { readonly value: unknown } | { readonly fault: JsonFault };

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON (RFC 8259) and refuses what readers disagree on: invalid UTF-8, a name that stands twice
 * in one object, `__proto__`, deep nesting; and text that PostgreSQL can't store (NUL, lone surrogates).
 */
export function parseJson(bytes: Uint8Array): JsonResult {
  let text: string;
  let value: unknown;
  try {
    text = decoder.decode(bytes);
  } catch {
    return malformed('The body is not UTF-8.');
  }
  const source = outline(text);
  if (source.depth > MAX_DEPTH) return malformed('The body is nested too deeply.');
  try {
    value = JSON.parse(text);
  } catch {
    return malformed('The body is not valid JSON.');
  }
  const tally = { members: 0 };
  const fault = inspect(value, '', tally);
  if (fault !== undefined) return { fault };
  // JSON.parse keeps the last of equal names: then fewer members came out than stood in the text.
  if (tally.members !== source.members) {
    return malformed('The body names a field twice in one object.');
  }
  return { value };
}

/** Counts the colons outside of strings (one a member) and the deepest nesting, without recursion. */
function outline(text: string): { members: number; depth: number } {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 58) members++;
    else if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth);
    else if (code === 125 || code === 93) depth--;
  }
  return { members, depth: deepest };
}

function inspect(value: unknown, path: string, tally: { members: number }): JsonFault | undefined {
  if (typeof value === 'string') return textFault(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const fault = inspect(item, `${path}[${index}]`, tally);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  for (const [name, item] of Object.entries(value)) {
    tally.members++;
    if (name === '__proto__') {
      return {
        kind: 'malformed',
        message: 'The body has a field with a name that is not allowed.',
      };
    }
    const at = path === '' ? name : `${path}.${name}`;
    const fault = textFault(name, path) ?? inspect(item, at, tally);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function textFault(text: string, param: string): JsonFault | undefined {
  if (text.isWellFormed() && !text.includes('\0')) return undefined;
  return { kind: 'text', message: 'The text has characters that are not allowed.', param };
}

function malformed(message: string): JsonResult {
  return { fault: { kind: 'malformed', message } };
}
