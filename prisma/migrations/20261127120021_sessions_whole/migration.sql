-- CreateEnum
CREATE TYPE "analysis_status" AS ENUM ('processing', 'completed', 'failed');

-- CreateEnum
CREATE TYPE "recording_status" AS ENUM ('processing', 'ready', 'failed');

-- AlterTable
ALTER TABLE "voice_sessions" ADD COLUMN     "stream_claimed_at" TIMESTAMPTZ(3),
ADD COLUMN     "stream_gate_id" TEXT,
ADD COLUMN     "stream_key_id" TEXT;

-- CreateTable
CREATE TABLE "analyses" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "include" TEXT[],
    "status" "analysis_status" NOT NULL DEFAULT 'processing',
    "results" JSONB,
    "error" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "analyses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recordings" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'mixed',
    "status" "recording_status" NOT NULL DEFAULT 'processing',
    "sample_bytes" INTEGER NOT NULL DEFAULT 0,
    "sample_rate" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recording_chunks" (
    "recording_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "samples" BYTEA NOT NULL,

    CONSTRAINT "recording_chunks_pkey" PRIMARY KEY ("recording_id","number")
);

-- CreateTable
CREATE TABLE "voice_turns" (
    "session_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "speaker" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT '',
    "text" TEXT NOT NULL,
    "translation" TEXT,
    "offset_ms" INTEGER NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "voice_turns_pkey" PRIMARY KEY ("session_id","sequence")
);

-- CreateIndex
CREATE INDEX "analyses_session_id_idx" ON "analyses"("session_id");

-- CreateIndex
CREATE INDEX "analyses_api_key_id_organization_id_environment_idx" ON "analyses"("api_key_id", "organization_id", "environment");

-- CreateIndex
CREATE INDEX "recordings_session_id_idx" ON "recordings"("session_id");

-- CreateIndex
CREATE INDEX "recordings_expires_at_idx" ON "recordings"("expires_at");

-- AddForeignKey
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "voice_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_api_key_id_organization_id_environment_fkey" FOREIGN KEY ("api_key_id", "organization_id", "environment") REFERENCES "api_keys"("id", "organization_id", "environment") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "voice_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recording_chunks" ADD CONSTRAINT "recording_chunks_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "recordings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "voice_turns" ADD CONSTRAINT "voice_turns_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "voice_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "voice_turns", "recordings", "recording_chunks", "analyses" TO "portal_app";

-- Sound does not compress, and is read in slices.
ALTER TABLE "recording_chunks" ALTER "samples" SET STORAGE EXTERNAL;
