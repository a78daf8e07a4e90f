'use server';

import { defineAction } from '#lib/action';
import type { Page } from '#lib/cursor';
import { listKeys } from '#lib/keys/list';
import type { KeyView } from '#lib/keys/view';
import { switchOrganization } from '#lib/members/switch-organization';

export const searchKeysAction = defineAction({
  verb: listKeys,
  finish: async ({ items }: Page<KeyView>) =>
    items.map(({ id, name, prefix, tail }) => ({ id, name, prefix, tail })),
});

export const switchOrganizationAction = defineAction({ verb: switchOrganization });
