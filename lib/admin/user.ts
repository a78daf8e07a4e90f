import { answering, noun } from '#lib/admin/command';
import { expectDone, operatorContext } from '#lib/admin/operator';
import { readPassword } from '#lib/admin/read-password';
import { setPassword } from '#lib/auth/set-password';
import { setUserStatus } from '#lib/auth/set-user-status';

type SetPassword = { email: string; password?: string };

/** `user set-password|disable|enable`. */
export function userCommand() {
  const user = noun('user', 'people');
  answering<SetPassword>(
    user
      .command('set-password')
      .description('give a person another password; all of their sessions end')
      .requiredOption('--email <email>')
      .option('--password <password>', 'asked for, or read from standard input, when left out'),
    async ({ email, password }) => {
      const wanted = { email, password: password ?? (await readPassword()) };
      return { output: expectDone(await setPassword(operatorContext(''), wanted)) };
    },
  );
  for (const [name, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    answering<{ email: string }>(
      user
        .command(name)
        .description(disabled ? 'end all sessions and refuse sign-ins' : 'allow sign-ins again')
        .requiredOption('--email <email>'),
      async ({ email }) => ({
        output: expectDone(await setUserStatus(operatorContext(''), { email, disabled })),
      }),
    );
  }
  return user;
}
