/** What became of a copy: `blocked` means that the browser allows neither way. */
export type CopyOutcome = 'copied' | 'blocked';

/**
 * Puts text on the clipboard. Where the permission is missing (plain HTTP, locked-down browsers) it
 * falls back to a hidden field beside `near`, so that a focus trap around it does not interfere.
 */
export async function copyText(text: string, near: HTMLElement): Promise<CopyOutcome> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return copyByField(text, near) ? 'copied' : 'blocked';
  }
}

function copyByField(text: string, near: HTMLElement): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'fixed top-0 left-0 size-px opacity-0';
  near.after(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  near.focus();
  return copied;
}

/** Marks the content of the element with this id, so that the user can copy it with the keyboard. */
export function selectText(id: string): void {
  const element = document.getElementById(id);
  if (element) window.getSelection()?.selectAllChildren(element);
}
