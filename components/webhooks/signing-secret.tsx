'use client';

import dynamic from 'next/dynamic';

const load = () => import('#components/webhooks/secret-once');

/**
 * The dialog that shows a signing secret this one time, loaded when a form is sent: whoever makes a secret
 * gives `needed` to its form, so that none is made that could not be shown.
 */
export const signingSecret = {
  Dialog: dynamic(() => load().then((file) => file.SigningSecretOnce), { ssr: false }),
  needed: load,
};
