'use client';

import { useEffect, useState } from 'react';
import type { Environment } from '#lib/db/generated/enums';
import { searchKeysAction } from './actions.ts';

export type FoundKey = { id: string; name: string; prefix: string; tail: string };

const PAUSE_MS = 150;
const SHOWN = 8;
const none: readonly FoundKey[] = [];

/** Keys whose name or tail matches, asked for once typing pauses; an older answer never wins. */
export function useKeySearch(
  environment: Environment,
  text: string,
): { keys: readonly FoundKey[]; searching: boolean } {
  const search = text.trim();
  const [answer, setAnswer] = useState<{ search: string; keys: readonly FoundKey[] }>({
    search: '',
    keys: none,
  });
  useEffect(() => {
    if (search === '') return;
    let current = true;
    const timer = setTimeout(async () => {
      const result = await searchKeysAction({ environment, search, limit: SHOWN }).catch(
        () => null,
      );
      if (current) setAnswer({ search, keys: result?.ok ? result.data : none });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [environment, search]);
  return {
    keys: search === '' ? none : answer.keys,
    searching: search !== '' && answer.search !== search,
  };
}
