'use server';

import { defineAction } from '#lib/action';
import { removeEndpoint, rotateEndpointSecret, switchEndpoint } from '#lib/webhooks/change';
import { addEndpoint, editEndpoint } from '#lib/webhooks/save';
import { sendAgain, testEndpoint } from '#lib/webhooks/send';

const pages = [
  '/[environment]/webhooks',
  '/[environment]/webhooks/[endpointId]',
  '/[environment]/webhooks/[endpointId]/deliveries/[deliveryId]',
];

// The page that shows a new secret must not be drawn anew below it.
export const addEndpointAction = defineAction({ verb: addEndpoint });
export const rotateEndpointSecretAction = defineAction({ verb: rotateEndpointSecret });
export const editEndpointAction = defineAction({ verb: editEndpoint, revalidate: pages });
export const switchEndpointAction = defineAction({ verb: switchEndpoint, revalidate: pages });
export const removeEndpointAction = defineAction({ verb: removeEndpoint, revalidate: pages });
export const testEndpointAction = defineAction({ verb: testEndpoint, revalidate: pages });
export const sendAgainAction = defineAction({ verb: sendAgain, revalidate: pages });
