import { AdminFailure } from '#lib/admin/failure';
import type { Context } from '#lib/context';
import { newId } from '#lib/ids';
import type { Denial, Result } from '#lib/result';

/** The context of a command: the operator, in one organization or (an empty id) in none. */
export function operatorContext(organizationId: string): Context {
  return {
    organizationId,
    actor: { kind: 'operator', label: 'operator' },
    origin: { ip: '', userAgent: 'admin command', requestId: newId('req') },
  };
}

/** The data of a success. @throws AdminFailure with the refusal as one sentence. */
export function expectDone<T>(result: Result<T>): T {
  if (result.ok) return result.data;
  throw new AdminFailure(sentenceOf(result.denial));
}

function sentenceOf(denial: Denial): string {
  const fields = Object.entries(denial.fields ?? {});
  if (fields.length === 0) return denial.message;
  return fields.map(([name, message]) => `${name}: ${message}`).join(' ');
}
