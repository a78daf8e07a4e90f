-- CreateEnum
CREATE TYPE "alert_mail_kind" AS ENUM ('alert', 'link');

-- AlterTable
ALTER TABLE "alert_recipients" ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "email_proven_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "alert_mails" (
    "email" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "kind" "alert_mail_kind" NOT NULL,
    "delivery_id" TEXT NOT NULL DEFAULT '',
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_mails_pkey" PRIMARY KEY ("email","about")
);

-- CreateIndex
CREATE INDEX "alert_mails_email_kind_taken_at_idx" ON "alert_mails"("email", "kind", "taken_at");

-- CreateIndex
CREATE INDEX "alert_mails_taken_at_idx" ON "alert_mails"("taken_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_mails" TO "portal_app";

-- People who are here have had their mail all along.
UPDATE "users" SET "email_proven_at" = now();
