'use client';

import { Command } from 'cmdk';
import { ScrollText } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { PaletteItem } from '#components/shell/palette-item';
import type { Environment } from '#lib/db/generated/enums';

/** A request id somewhere in a text. */
export const REQUEST_ID = /\breq_[0-9A-HJKMNP-TV-Z]{26}\b/;

/** Offers to explain the request id in what was typed or pasted, if there is one. */
export function RequestEntry({
  environment,
  text,
  onChoose,
}: {
  environment: Environment;
  text: string;
  onChoose: () => void;
}) {
  const router = useRouter();
  const id = REQUEST_ID.exec(text)?.[0];
  if (id === undefined) return null;
  return (
    <Command.Group heading="Request" forceMount>
      <PaletteItem
        id={id}
        value={text}
        icon={ScrollText}
        label={`Why was ${id.slice(0, 8)}…${id.slice(-6)} answered so?`}
        act={() => router.push(`/${environment}/requests/${id}`)}
        onChoose={onChoose}
      />
    </Command.Group>
  );
}
