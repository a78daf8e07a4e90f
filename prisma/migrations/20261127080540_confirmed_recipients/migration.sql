-- CreateTable
CREATE TABLE "alert_recipients" (
    "organization_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "token_hash" BYTEA,
    "token_expires_at" TIMESTAMPTZ(3),
    "ask_due_at" TIMESTAMPTZ(3),
    "ask_attempts" INTEGER NOT NULL DEFAULT 0,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_recipients_pkey" PRIMARY KEY ("organization_id","email")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_recipients_token_hash_key" ON "alert_recipients"("token_hash");

-- AddForeignKey
ALTER TABLE "alert_recipients" ADD CONSTRAINT "alert_recipients_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_recipients" TO "portal_app";

-- Addresses of channels that exist have had their mail all along.
INSERT INTO "alert_recipients" ("organization_id", "email", "confirmed_at")
SELECT DISTINCT c."organization_id", r."email", now()
FROM "alert_channels" c, unnest(c."recipients") AS r ("email");
