'use client';

import dynamic from 'next/dynamic';

/** An `AlertDialog` that a click opens: it is loaded then, since most visits to a page ask for none. */
export const AskedDialog = dynamic(
  () => import('#components/ui/alert-dialog').then((file) => file.AlertDialog),
  { ssr: false },
);
