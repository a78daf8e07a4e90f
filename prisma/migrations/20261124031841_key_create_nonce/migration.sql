-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN "create_nonce" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_organization_id_create_nonce_key" ON "api_keys"("organization_id", "create_nonce");
