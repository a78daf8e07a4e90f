import { Command, InvalidArgumentError } from 'commander';
import { type Output, render } from '#lib/admin/print';

export type Answer = { readonly output: Output; readonly columns?: readonly string[] };

/** A command that answers with data: `--json` prints it as it is, else it becomes a table. */
export function answering<Options extends object>(
  command: Command,
  run: (options: Options) => Promise<Answer>,
): Command {
  return command
    .option('--json', 'print JSON')
    .action(async (options: Options & { json?: boolean }) => {
      const { json = false, ...rest } = options;
      const { output, columns = [] } = await run(rest as unknown as Options);
      process.stdout.write(render(output, json, columns));
    });
}

/** A noun that groups verbs; without a verb it is a mistake, not a call for help. */
export function noun(name: string, description: string): Command {
  return new Command(name).description(description);
}

/** An option's value as a whole number. */
export function wholeNumber(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

/** As `wholeNumber`, or the word `plan`, which means the plan's own figure. */
export function numberOrPlan(text: string): number | 'plan' {
  return text === 'plan' ? text : wholeNumber(text);
}

/** An option's value as a list, separated by commas; empty text is an empty list. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
