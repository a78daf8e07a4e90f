import { Command, CommanderError } from 'commander';
import { auditCommand } from '#lib/admin/audit';
import { creditsCommand } from '#lib/admin/credits';
import { AdminFailure } from '#lib/admin/failure';
import { keyCommand } from '#lib/admin/key';
import { orgCommand } from '#lib/admin/org';
import { userCommand } from '#lib/admin/user';
import { closeDb } from '#lib/db/prisma';
import { EnvError } from '#lib/env';
import { closeAsking } from '#lib/gates/ask';

/**
 * Runs one command of the operator's. Answers go to stdout, everything else to stderr.
 * @returns the exit status: 0 done, 2 wrong arguments or not found, 1 a fault.
 */
export async function runAdmin(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    return explain(error);
  } finally {
    await Promise.all([closeDb(), closeAsking()]);
  }
}

function program(): Command {
  const admin = new Command('admin').description('Operate the portal from the command line.');
  for (const noun of [
    orgCommand(),
    keyCommand(),
    creditsCommand(),
    userCommand(),
    auditCommand(),
  ]) {
    admin.addCommand(noun);
  }
  for (const command of [admin, ...admin.commands, ...admin.commands.flatMap((c) => c.commands)]) {
    // Its own words come out of `explain`, one sentence for each mistake.
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  return admin;
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    say(sentenceOf(error));
    return 2;
  }
  if (error instanceof AdminFailure) {
    say(error.message);
    return 2;
  }
  if (error instanceof EnvError) {
    say(error.message);
    return 1;
  }
  say(`The command failed: ${lastLine(error)}`);
  return 1;
}

/** Prisma's messages end with what happened. */
function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}

function sentenceOf(error: CommanderError): string {
  if (error.code === 'commander.help') return 'Name a command; --help lists them.';
  const text = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!)]$/.test(sentence) ? sentence : `${sentence}.`;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
