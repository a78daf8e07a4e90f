-- A record is found by one short value in place of three. What was kept stays valid: the value is made of the same.
ALTER TABLE "idempotency_records" ADD COLUMN "id" UUID;
UPDATE "idempotency_records" SET "id" = left(encode(sha256(convert_to(
  "organization_id" || E'\n' || "environment"::text || E'\n' || encode("key_hash", 'hex'), 'UTF8')), 'hex'), 32)::uuid;

-- AlterTable
ALTER TABLE "idempotency_records" DROP CONSTRAINT "idempotency_records_pkey",
DROP COLUMN "created_at",
DROP COLUMN "environment",
DROP COLUMN "key_hash",
DROP COLUMN "organization_id",
DROP COLUMN "route",
ALTER COLUMN "id" SET NOT NULL,
ADD CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("id");
