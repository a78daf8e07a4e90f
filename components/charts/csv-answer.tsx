import { headers } from 'next/headers';
import type { Data } from '#components/charts/figures';
import { callOrigin } from '#lib/auth/caller';
import { contextOf, currentSession } from '#lib/auth/current-session';
import type { Context } from '#lib/context';
import { csvText } from '#lib/csv';
import { env } from '#lib/env';
import type { Denial, Result } from '#lib/result';

const statuses: Readonly<Partial<Record<Denial['code'], number>>> = {
  invalid_input: 400,
  forbidden: 403,
  not_found: 404,
  unavailable: 503,
};

/** Answers with figures as a file, to who is signed in and may see them. */
export async function csvAnswer(
  name: string,
  read: (ctx: Context) => Promise<Result<Data>>,
): Promise<Response> {
  const session = await currentSession();
  if (session === null) return plain(401, 'You are signed out. Sign in again.');
  const result = await read(contextOf(session, callOrigin(await headers(), env().trustedProxies)));
  if (!result.ok) return plain(statuses[result.denial.code] ?? 403, result.denial.message);
  const { columns, rows } = result.data;
  return new Response(
    csvText(
      columns.map(({ label }) => label),
      rows,
    ),
    {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}.csv"`,
        'Cache-Control': 'no-store',
      },
    },
  );
}

/** The answer to an address that names no figures. */
export function noFigures(): Response {
  return plain(404, 'There are no such figures.');
}

function plain(status: number, message: string): Response {
  return new Response(message, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
