'use client';

import { Menu } from '@base-ui/react/menu';

/** Loaded by `Menu` when it is about to be opened: more code than the rest of a page's own. */
export const menuParts = Menu;
export type MenuParts = typeof Menu;
