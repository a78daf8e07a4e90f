-- A session refers to its key and, through it, to its organization: one check instead of two, and no session of
-- another organization's key. The ledger does not refer to sessions: it outlives them.

-- DropForeignKey
ALTER TABLE "credit_entries" DROP CONSTRAINT "credit_entries_voice_session_id_fkey";

-- DropForeignKey
ALTER TABLE "voice_sessions" DROP CONSTRAINT "voice_sessions_organization_id_fkey";

-- DropForeignKey
ALTER TABLE "voice_sessions" DROP CONSTRAINT "voice_sessions_api_key_id_fkey";

-- DropIndex
DROP INDEX "voice_sessions_api_key_id_idx";

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_id_organization_id_environment_key" ON "api_keys"("id", "organization_id", "environment");

-- CreateIndex
CREATE INDEX "voice_sessions_api_key_id_organization_id_environment_idx" ON "voice_sessions"("api_key_id", "organization_id", "environment");

-- AddForeignKey
ALTER TABLE "voice_sessions" ADD CONSTRAINT "voice_sessions_api_key_id_organization_id_environment_fkey" FOREIGN KEY ("api_key_id", "organization_id", "environment") REFERENCES "api_keys"("id", "organization_id", "environment") ON DELETE RESTRICT ON UPDATE CASCADE;
