import { type ClassValue, clsx } from 'clsx';

/**
 * Joins class names. Which of two Tailwind classes for the same property wins is not decided here: one that
 * shall win over a component's own says so with `!`. A merger would come with every page.
 */
export function cn(...values: ClassValue[]): string {
  return clsx(values);
}
