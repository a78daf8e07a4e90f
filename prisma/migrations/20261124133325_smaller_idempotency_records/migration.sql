-- A record is found by one short value in place of three, and keeps what the request does not say already.
-- Records that are there stay valid: both are made of what they hold.
ALTER TABLE "idempotency_records" ADD COLUMN "id" UUID, ADD COLUMN "kept" TEXT;
UPDATE "idempotency_records" SET "id" = left(encode(sha256(convert_to(
    "organization_id" || E'\n' || "environment"::text || E'\n' || encode("key_hash", 'hex'), 'UTF8')), 'hex'), 32)::uuid,
  "kept" = CASE "route" WHEN 'POST /v1/sessions' THEN concat_ws(' ', "body"::json->>'id',
    (extract(epoch FROM ("body"::json->>'created_at')::timestamptz) * 1000)::bigint,
    regexp_replace("body"::json->'stream'->>'url', '^ws(.*)/v1/sessions/.*$', 'http\1')) ELSE "body" END;

-- AlterTable
ALTER TABLE "idempotency_records" DROP CONSTRAINT "idempotency_records_pkey",
DROP COLUMN "body",
DROP COLUMN "created_at",
DROP COLUMN "environment",
DROP COLUMN "key_hash",
DROP COLUMN "organization_id",
DROP COLUMN "route",
ALTER COLUMN "id" SET NOT NULL,
ALTER COLUMN "kept" SET NOT NULL,
ADD CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("id");
