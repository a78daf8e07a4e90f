import { afterAll } from 'vitest';
import { closeDb } from '#lib/db/prisma';
import { resetEnv } from '#lib/env';
import { createTestDatabase } from '#test/database';

// Before the test file's own imports run: env() reads these variables at its first call.
const database = await createTestDatabase();
process.env.DATABASE_URL = database.appUrl;
process.env.MIGRATION_DATABASE_URL = database.ownerUrl;
resetEnv();

afterAll(async () => {
  await closeDb();
  await database.drop();
});
