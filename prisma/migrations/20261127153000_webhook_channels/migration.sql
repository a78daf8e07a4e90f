-- AlterEnum
ALTER TYPE "alert_channel_kind" ADD VALUE 'webhook';

-- AlterTable
ALTER TABLE "alert_channels" ADD COLUMN     "endpoint_id" TEXT;

-- AlterTable
ALTER TABLE "webhook_events" ADD COLUMN     "about" TEXT;

-- CreateIndex
CREATE INDEX "alert_channels_endpoint_id_idx" ON "alert_channels"("endpoint_id");

-- AddForeignKey
ALTER TABLE "alert_channels" ADD CONSTRAINT "alert_channels_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language cannot say.

-- Of the few that have it: events of calls pay nothing for it.
CREATE UNIQUE INDEX "webhook_events_about_key" ON "webhook_events" ("about") WHERE "about" IS NOT NULL;

-- The new value of the enum may not be named in the transaction that adds it.
ALTER TABLE "alert_channels"
  ADD CONSTRAINT "alert_channels_endpoint_check" CHECK ("endpoint_id" IS NULL OR "kind" NOT IN ('email', 'slack'));

-- Stores the event of an alert's step, unless it is there: whoever comes first, a subscription or a channel.
-- Null when it was there.
CREATE FUNCTION "store_alert_event"("alert" "alerts", "step" "alert_delivery_event", "stage" int) RETURNS text
LANGUAGE sql VOLATILE AS $$
  INSERT INTO "webhook_events" ("id", "organization_id", "environment", "type", "data", "about", "created_at")
  VALUES ("new_id"('evt'), $1."organization_id", $1."environment",
    "webhook_alert_type"($1."kind") || CASE $2 WHEN 'resolved' THEN '.resolved' ELSE '' END,
    "webhook_alert"($1), concat_ws(' ', $1."id", $2, $3), clock_timestamp())
  ON CONFLICT ("about") WHERE "about" IS NOT NULL DO NOTHING RETURNING "id";
$$;

-- Subscriptions. Steps are named as the deliveries of channels name them.
CREATE OR REPLACE FUNCTION "webhook_alert_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "step" "alert_delivery_event" := CASE WHEN NEW."resolved_at" IS NOT NULL THEN 'resolved'
    WHEN TG_OP = 'INSERT' THEN 'firing' ELSE 'reminder' END;
  "wanted" text := "webhook_alert_type"(NEW."kind") || CASE "step" WHEN 'resolved' THEN '.resolved' ELSE '' END;
  "event" text;
BEGIN
  IF NOT "is_webhook_wanted"(NEW."organization_id", NEW."environment", "wanted") THEN RETURN NULL; END IF;
  "event" := "store_alert_event"(NEW, "step", CASE "step" WHEN 'reminder' THEN NEW."stage" ELSE 0 END);
  INSERT INTO "webhook_deliveries" ("id", "endpoint_id", "event_id", "next_attempt_at", "created_at")
  SELECT "new_id"('whd'), e."id", "event", clock_timestamp(), clock_timestamp() FROM "webhook_endpoints" e
  WHERE "event" IS NOT NULL AND e."organization_id" = NEW."organization_id" AND e."environment" = NEW."environment"
    AND e."enabled" AND "wanted" = ANY (e."events");
  RETURN NULL;
END $$;

-- Channels. The event is written with the message that tells of it, so that it says what was true then; the
-- worker hands it over.
CREATE FUNCTION "webhook_alert_told"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "alert_channels" c WHERE c."id" = NEW."channel_id" AND c."endpoint_id" IS NOT NULL) THEN
    PERFORM "store_alert_event"(a, NEW."event", NEW."stage") FROM "alerts" a WHERE a."id" = NEW."alert_id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "alert_deliveries_webhook" AFTER INSERT ON "alert_deliveries"
  FOR EACH ROW WHEN (NEW."alert_id" IS NOT NULL) EXECUTE FUNCTION "webhook_alert_told"();
