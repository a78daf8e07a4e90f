/** The look of everything that floats above the page. */
export const floatStyle =
  'z-50 rounded-lg bg-surface text-ink shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0';
