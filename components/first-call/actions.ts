'use server';

import { defineAction } from '#lib/action';
import { createKey } from '#lib/keys/create';

export const createFirstKeyAction = defineAction({
  verb: createKey,
  revalidate: ['/[environment]/keys', '/[environment]/overview'],
});
