import { brand } from '#lib/brand';
import { printable } from '#lib/text';
import { baseUrlOf, type Reader } from './page.ts';

/** The languages of samples: how a fence names each, and people do. */
export const languages = {
  bash: 'curl',
  js: 'JavaScript',
  python: 'Python',
} as const;

export type Language = keyof typeof languages;

/** One thing to do, in as many languages as it makes sense in. `fill` puts the reader's values in. */
export type Sample = Partial<Record<Language, string>>;

const NAME_LENGTH = 60;
const COMMENT: Readonly<Record<Language, string>> = { bash: '#', js: '//', python: '#' };

/** A sample as it is read and run: the gate's address, and which key the variable stands for. */
export function filled(code: string, language: Language, reader: Reader): string {
  const text = code.replaceAll('BASE_URL', baseUrlOf(reader)).replaceAll('KEY', brand.keyVariable);
  if (reader.keyName === null || !code.includes('KEY')) return text;
  const name = printable(reader.keyName, NAME_LENGTH);
  const note = `${brand.keyVariable}: your ${reader.environment} key “${name}”`;
  return `${COMMENT[language]} ${note}\n${text}`;
}

/** A sample's fences in Markdown, one after the other. */
export function fences(sample: Sample, reader: Reader): string {
  const blocks: string[] = [];
  for (const language of ['bash', 'js', 'python'] as const) {
    const code = sample[language];
    if (code === undefined) continue;
    blocks.push(`\`\`\`${language}\n${filled(code, language, reader)}\n\`\`\``);
  }
  return blocks.join('\n\n');
}
