'use client';

import { Command } from 'cmdk';
import { KeyRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { PaletteItem } from '#components/shell/palette-item';
import type { FoundKey } from '#components/shell/use-key-search';
import { KeyText } from '#components/ui/mono';
import type { Environment } from '#lib/db/generated/enums';

/** The keys that the palette's search found, as lines of it. */
export function FoundKeys({
  environment,
  keys,
  onChoose,
}: {
  environment: Environment;
  keys: readonly FoundKey[];
  onChoose: () => void;
}) {
  const router = useRouter();
  if (keys.length === 0) return null;
  return (
    <Command.Group heading={`Keys in ${environment}`}>
      {keys.map((key) => (
        <PaletteItem
          key={key.id}
          id={key.id}
          value={searchValue(key)}
          icon={KeyRound}
          label={key.name}
          end={<KeyText prefix={key.prefix} tail={key.tail} />}
          act={() => router.push(`/${environment}/keys/${key.id}`)}
          onChoose={onChoose}
        />
      ))}
    </Command.Group>
  );
}

/** What typing matches: name, both ends of the key, id. */
export function searchValue({ name, prefix, tail, id }: FoundKey): string {
  return `${name} ${prefix} ${tail} ${id}`;
}
