'use client';

import dynamic from 'next/dynamic';

const loadOne = () => import('#components/keys/secret-once');
const loadSeveral = () => import('#components/keys/secrets-once');

/**
 * The dialogs that show new keys this one time, loaded when a form is sent: whoever makes a key gives
 * `needed` to its form, so that no key is made that could not be shown.
 */
export const secretOnce = {
  Dialog: dynamic(() => loadOne().then((file) => file.SecretOnce), { ssr: false }),
  needed: loadOne,
};

/** As `secretOnce`, for several keys made at once. */
export const secretsOnce = {
  Dialog: dynamic(() => loadSeveral().then((file) => file.SecretsOnce), { ssr: false }),
  needed: loadSeveral,
};
