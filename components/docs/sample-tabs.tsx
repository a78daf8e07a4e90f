'use client';

import { useState } from 'react';
import { CodeBlock } from '#components/ui/code-block';
import { Segments } from '#components/ui/segments';

type Option = { readonly id: string; readonly label: string; readonly code: string };

/** One sample in several languages, one of them shown. */
export function SampleTabs({ options }: { options: readonly Option[] }) {
  const [language, setLanguage] = useState(options[0]?.id ?? '');
  const shown = options.find(({ id }) => id === language);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Segments label="Language" options={options} value={language} onChange={setLanguage} />
      {shown && <CodeBlock key={shown.id} code={shown.code} label={`${shown.label} sample`} />}
    </div>
  );
}
