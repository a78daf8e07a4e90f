import { db } from '#lib/db/prisma';

/** Whether the portal can serve: it answers and its database does. Says nothing more, it is public. */
export async function GET(): Promise<Response> {
  try {
    await db().$queryRaw`SELECT 1`;
    return Response.json({ status: 'ok' });
  } catch {
    return Response.json({ status: 'unavailable' }, { status: 503 });
  }
}
