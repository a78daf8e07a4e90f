import { expect, test } from 'vitest';
import { errorFields } from './log.ts';

test('keeps what happened and where', () => {
  const error = new Error('disk full', { cause: new TypeError('no space') });
  const fields = errorFields(Object.assign(error, { code: 'ENOSPC' }));
  expect(fields).toMatchObject({
    name: 'Error',
    message: 'disk full',
    code: 'ENOSPC',
    cause: { name: 'TypeError', message: 'no space' },
  });
  expect(fields.stack).toContain('log.test.ts');
});

test('keeps nothing of the arguments that Prisma puts into its messages', () => {
  const error = new Error(
    '\nInvalid `prisma.user.create()` invocation:\n\n{\n  data: {\n    passwordHash: "SECRET"\n  }\n}\n\nUnknown argument `nope`.',
  );
  error.name = 'PrismaClientValidationError';
  const fields = errorFields(error);
  expect(fields.message).toBe('Unknown argument `nope`.');
  expect(JSON.stringify(fields)).not.toContain('SECRET');
});

test('takes anything that was thrown', () => {
  expect(errorFields('a string')).toEqual({ message: 'a string' });
});
