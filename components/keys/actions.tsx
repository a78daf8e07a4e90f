'use server';

import { defineAction } from '#lib/action';
import { createKey } from '#lib/keys/create';
import { editKey } from '#lib/keys/edit';
import { extendOverlap, retireNow } from '#lib/keys/retire';
import { revokeKey, revokeKeys } from '#lib/keys/revoke';
import { rotateKey } from '#lib/keys/rotate';
import { rotateKeys } from '#lib/keys/rotate-several';

const pages = ['/[environment]/keys', '/[environment]/keys/[keyId]'];

export const createKeyAction = defineAction({ verb: createKey, revalidate: pages });
export const editKeyAction = defineAction({ verb: editKey, revalidate: pages });
export const rotateKeyAction = defineAction({ verb: rotateKey, revalidate: pages });
export const rotateKeysAction = defineAction({ verb: rotateKeys, revalidate: pages });
export const extendOverlapAction = defineAction({ verb: extendOverlap, revalidate: pages });
export const retireNowAction = defineAction({ verb: retireNow, revalidate: pages });
export const revokeKeyAction = defineAction({ verb: revokeKey, revalidate: pages });
export const revokeKeysAction = defineAction({ verb: revokeKeys, revalidate: pages });
