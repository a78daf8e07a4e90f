-- DropIndex
DROP INDEX "idempotency_records_expires_at_idx";

-- CreateIndex
CREATE INDEX "idempotency_records_expires_at_idx" ON "idempotency_records" USING BRIN ("expires_at");
