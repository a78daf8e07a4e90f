-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "last_use_written_at" TIMESTAMPTZ(3);
