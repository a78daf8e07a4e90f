-- AlterTable
ALTER TABLE "analyses" ADD COLUMN     "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "credit_entries" ADD COLUMN     "analysis_id" TEXT;

-- One charge an analysis. Partial, so that the entries of sessions do not pay for it.
CREATE UNIQUE INDEX "credit_entries_analysis_key" ON "credit_entries" ("analysis_id") WHERE "analysis_id" IS NOT NULL;

-- What waits for a worker: few among many.
CREATE INDEX "analyses_due_idx" ON "analyses" ("next_attempt_at") WHERE "status" = 'processing';
ALTER TABLE "analyses"
  ADD CONSTRAINT "analyses_completed_check" CHECK (("status" = 'processing') = ("completed_at" IS NULL));

-- Workers hear of a new one at its commit.
CREATE FUNCTION "tell_workers_of_analyses"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('analyses', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "analyses_tell_workers" AFTER INSERT ON "analyses"
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_workers_of_analyses"();
