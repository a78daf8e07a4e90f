'use client';

import dynamic from 'next/dynamic';

/** The guide apart from the page's own code: the overview shows it only until there is a key. */
export const LaterGuide = dynamic(() =>
  import('#components/first-call/guide').then((file) => file.Guide),
);
