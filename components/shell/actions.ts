'use server';

import { defineAction } from '#lib/action';
import { switchOrganization } from '#lib/auth/switch-organization';
import { listKeys } from '#lib/keys/list';

export const searchKeysAction = defineAction({
  verb: listKeys,
  finish: async ({ items }) =>
    items.map(({ id, name, prefix, tail }) => ({ id, name, prefix, tail })),
});

export const switchOrganizationAction = defineAction({ verb: switchOrganization });
