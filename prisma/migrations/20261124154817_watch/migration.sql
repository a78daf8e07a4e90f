-- CreateEnum
CREATE TYPE "alert_kind" AS ENUM ('credits_low', 'credits_exhausted', 'rate_limit_pressure', 'refused_calls', 'unusual_activity', 'key_expiring');

-- CreateEnum
CREATE TYPE "alert_channel_kind" AS ENUM ('email', 'slack');

-- CreateEnum
CREATE TYPE "alert_delivery_event" AS ENUM ('firing', 'reminder', 'resolved', 'test');

-- CreateEnum
CREATE TYPE "alert_delivery_status" AS ENUM ('pending', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "purchase_status" AS ENUM ('open', 'paid', 'lapsed');

-- AlterTable
ALTER TABLE "credit_accounts" ADD COLUMN     "watch_levels" INTEGER[] DEFAULT ARRAY[0]::INTEGER[];

-- AlterTable
ALTER TABLE "gate_instances" ADD COLUMN     "recorded_batch" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "records_dropped" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "demo" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "alert_rules" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "kind" "alert_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "settings" JSONB NOT NULL,
    "channel_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "snoozed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "kind" "alert_kind" NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "stage" INTEGER NOT NULL DEFAULT 0,
    "evidence" JSONB NOT NULL,
    "resolution" JSONB,
    "fired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_channels" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" "alert_channel_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "recipients" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sealed_url" BYTEA,
    "url_hint" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_deliveries" (
    "id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "alert_id" TEXT,
    "event" "alert_delivery_event" NOT NULL,
    "stage" INTEGER NOT NULL DEFAULT 0,
    "status" "alert_delivery_status" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT NOT NULL DEFAULT '',
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_checkpoints" (
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "balance" INTEGER NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "whole_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_checkpoints_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "credit_signals" (
    "id" BIGSERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "balance_before" INTEGER NOT NULL,
    "balance_after" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credit_signals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_purchases" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "credits" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT,
    "status" "purchase_status" NOT NULL DEFAULT 'open',
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "credit_purchases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_events" (
    "provider" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_events_pkey" PRIMARY KEY ("provider","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_rules_organization_id_environment_name_key" ON "alert_rules"("organization_id", "environment", "name");

-- CreateIndex
CREATE INDEX "alerts_organization_id_environment_fired_at_id_idx" ON "alerts"("organization_id", "environment", "fired_at", "id");

-- CreateIndex
CREATE INDEX "alerts_rule_id_idx" ON "alerts"("rule_id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_channels_organization_id_name_key" ON "alert_channels"("organization_id", "name");

-- CreateIndex
CREATE INDEX "alert_deliveries_channel_id_created_at_id_idx" ON "alert_deliveries"("channel_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_deliveries_alert_id_channel_id_event_stage_key" ON "alert_deliveries"("alert_id", "channel_id", "event", "stage");

-- CreateIndex
CREATE INDEX "credit_signals_account_id_idx" ON "credit_signals"("account_id");

-- CreateIndex
CREATE INDEX "credit_purchases_organization_id_environment_created_at_idx" ON "credit_purchases"("organization_id", "environment", "created_at");

-- CreateIndex
CREATE INDEX "credit_purchases_created_by_id_idx" ON "credit_purchases"("created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_purchases_provider_reference_key" ON "credit_purchases"("provider", "reference");

-- AddForeignKey
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_channels" ADD CONSTRAINT "alert_channels_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "alert_channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_checkpoints" ADD CONSTRAINT "credit_checkpoints_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "credit_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_signals" ADD CONSTRAINT "credit_signals_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "credit_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_purchases" ADD CONSTRAINT "credit_purchases_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_purchases" ADD CONSTRAINT "credit_purchases_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language cannot say.

CREATE UNIQUE INDEX "alerts_open_key" ON "alerts" ("rule_id", "subject") WHERE "resolved_at" IS NULL;
CREATE INDEX "alerts_open_idx" ON "alerts" ("organization_id", "environment") WHERE "resolved_at" IS NULL;
-- All that is not a debit: few entries, from which the debits of any stretch follow without reading them.
CREATE INDEX "credit_entries_other_idx" ON "credit_entries" ("account_id", "sequence") WHERE "kind" <> 'debit';
CREATE INDEX "alert_deliveries_due_idx" ON "alert_deliveries" ("next_attempt_at") WHERE "status" = 'pending';

ALTER TABLE "credit_purchases"
  ADD CONSTRAINT "credit_purchases_credits_check" CHECK ("credits" > 0),
  ADD CONSTRAINT "credit_purchases_amount_check" CHECK ("amount" >= 0);

-- A crossed balance leaves its signal in the transaction that crossed it, and wakes who listens on `alerts`.
CREATE FUNCTION "crosses_level"("before" integer, "after" integer, "levels" integer[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE "level" integer;
BEGIN
  FOREACH "level" IN ARRAY COALESCE("levels", '{}') LOOP
    IF ("before" <= "level") <> ("after" <= "level") THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;
CREATE FUNCTION "note_credit_signal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "credit_signals" ("account_id", "balance_before", "balance_after")
    VALUES (NEW."id", OLD."balance", NEW."balance");
  PERFORM pg_notify('alerts', 'credit ' || NEW."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "credit_accounts_signal" AFTER UPDATE OF "balance" ON "credit_accounts"
  FOR EACH ROW WHEN ("crosses_level"(OLD."balance", NEW."balance", NEW."watch_levels"))
  EXECUTE FUNCTION "note_credit_signal"();

-- Rules that every organization begins with.
CREATE FUNCTION "add_first_alert_rules"("organization" text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "alert_rules" ("id", "organization_id", "environment", "kind", "name", "settings")
  SELECT 'arl_' || substr(upper(md5("organization" || e || r.name)), 1, 26), "organization", e, r.kind::"alert_kind", r.name, r.settings
  FROM unnest(enum_range(NULL::"environment")) e, (VALUES
    ('credits_low', 'Credits low', '{"measure": "percent", "value": 10}'::jsonb),
    ('credits_low', 'Credits last less than 3 days', '{"measure": "hours_left", "value": 72}'),
    ('credits_exhausted', 'Credits exhausted', '{}'),
    ('rate_limit_pressure', 'Rate limit under pressure', '{"percent": 80, "minutes": 3, "within": 10}'),
    ('refused_calls', 'Many refused calls', '{"percent": 25, "calls": 50, "within": 10}'),
    ('unusual_activity', 'Unusual activity of a key', '{"newCaller": true, "idleDays": 30, "burstFactor": 10}'),
    ('key_expiring', 'Key about to expire', '{"days": [30, 14, 7, 1]}')
  ) AS r (kind, name, settings)
  ON CONFLICT DO NOTHING;
  INSERT INTO "alert_channels" ("id", "organization_id", "kind", "name")
  VALUES ('ach_' || substr(upper(md5("organization" || 'email')), 1, 26), "organization", 'email', 'Owners and admins')
  ON CONFLICT DO NOTHING;
$$;
DO $$ BEGIN PERFORM "add_first_alert_rules"("id") FROM "organizations"; END $$;

-- History may leave with a demo organization, by the owner's hand only: portal_app has no right to delete it.
CREATE OR REPLACE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_events' THEN
    IF EXISTS (SELECT FROM "organizations" WHERE "id" = OLD."organization_id" AND "demo") THEN RETURN OLD; END IF;
  ELSIF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'credit_entries' THEN
    IF EXISTS (SELECT FROM "credit_accounts" a JOIN "organizations" o ON o."id" = a."organization_id"
      WHERE a."id" = OLD."account_id" AND o."demo") THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
-- An organization is a demo from its first moment or never.
CREATE FUNCTION "refuse_demo_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an organization does not become a demo' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "organizations_demo_final" BEFORE UPDATE OF "demo" ON "organizations"
  FOR EACH ROW WHEN (NEW."demo" IS DISTINCT FROM OLD."demo") EXECUTE FUNCTION "refuse_demo_change"();

GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_rules", "alerts", "alert_channels", "alert_deliveries",
  "credit_checkpoints", "credit_signals", "credit_purchases", "payment_events" TO "portal_app";
GRANT USAGE, SELECT ON SEQUENCE "credit_signals_id_seq" TO "portal_app";

-- What the gates record. The processes' role owns it, because it adds and drops partitions.
CREATE SCHEMA "records" AUTHORIZATION "portal_app";
SET LOCAL ROLE "portal_app";

-- One row per decision, kept for some weeks. Partitions by day of UTC: records.requests_20261124.
CREATE TABLE "records"."requests" (
  -- The time that the id carries: so one index finds a call by its id as well.
  "at" timestamptz(3) NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  -- These three are null when no key was recognized.
  "organization_id" text COLLATE "C",
  "environment" "public"."environment",
  "key_id" text COLLATE "C",
  "method" text NOT NULL,
  -- As sent, cut to 200 characters, without keys and without the query.
  "path" text NOT NULL,
  -- The route's pattern, empty when none was found.
  "route" text NOT NULL,
  "status" smallint NOT NULL,
  -- Empty for a success.
  "code" text NOT NULL,
  -- The check that refused, empty for a success.
  "check" text NOT NULL,
  -- Microseconds from the parsed head to the answer.
  "duration" integer NOT NULL,
  "ip" text NOT NULL,
  "client" text NOT NULL,
  "credits_charged" smallint NOT NULL,
  "credits_remaining" integer,
  "rate_limit" integer,
  "rate_remaining" integer,
  "replayed" boolean NOT NULL,
  -- What the deciding check saw, for a refusal.
  "facts" jsonb
) PARTITION BY RANGE ("at");
CREATE INDEX "requests_place_idx" ON "records"."requests" ("organization_id", "environment", "at" DESC, "id" DESC);

-- Calls by minute of the database's clock. Partitions by day of UTC: records.usage_minutes_20261124.
CREATE TABLE "records"."usage_minutes" (
  "start" timestamptz(0) NOT NULL,
  "organization_id" text COLLATE "C" NOT NULL,
  "environment" "public"."environment" NOT NULL,
  "key_id" text COLLATE "C" NOT NULL,
  "route" text COLLATE "C" NOT NULL,
  "status" smallint NOT NULL,
  "code" text COLLATE "C" NOT NULL,
  "requests" integer NOT NULL,
  "credits" integer NOT NULL,
  "replays" integer NOT NULL,
  -- Pairs: bucket, calls, bucket, calls …; see lib/usage/latency.ts.
  "latency" integer[] NOT NULL,
  -- The organization's window as the fullest of these calls saw it, and its limit then.
  "peak" integer NOT NULL,
  "peak_limit" integer NOT NULL,
  -- The same of the key's own limit; zero without one.
  "key_peak" integer NOT NULL,
  "key_limit" integer NOT NULL,
  PRIMARY KEY ("organization_id", "environment", "start", "key_id", "route", "status", "code")
) PARTITION BY RANGE ("start");

-- The same by hour and by day of UTC, made by the worker of the minutes and the hours.
CREATE TABLE "records"."usage_hours" (LIKE "records"."usage_minutes");
ALTER TABLE "records"."usage_hours" ADD PRIMARY KEY ("organization_id", "environment", "start", "key_id", "route", "status", "code");
ALTER TABLE "records"."usage_hours" ALTER "requests" TYPE bigint, ALTER "credits" TYPE bigint, ALTER "replays" TYPE bigint;
CREATE INDEX "usage_hours_start_idx" ON "records"."usage_hours" USING brin ("start");
CREATE TABLE "records"."usage_days" (LIKE "records"."usage_hours");
ALTER TABLE "records"."usage_days" ADD PRIMARY KEY ("organization_id", "environment", "start", "key_id", "route", "status", "code");
CREATE INDEX "usage_days_start_idx" ON "records"."usage_days" USING brin ("start");

-- How full the windows of an hour were: of the organization (empty key) and of each key with a limit of its own.
CREATE TABLE "records"."pressure_hours" (
  "start" timestamptz(0) NOT NULL,
  "organization_id" text COLLATE "C" NOT NULL,
  "environment" "public"."environment" NOT NULL,
  "key_id" text COLLATE "C" NOT NULL,
  -- The fullest window: calls that asked for room in it, and the limit then.
  "peak" integer NOT NULL,
  "peak_limit" integer NOT NULL,
  -- Windows with calls; of these, at 80 % and more without a refusal; with a refusal.
  "windows" integer NOT NULL,
  "near_windows" integer NOT NULL,
  "over_windows" integer NOT NULL,
  -- Calls that were told 429; of these, sent while the wait of an earlier one was running.
  "refused" bigint NOT NULL,
  "early" bigint NOT NULL,
  PRIMARY KEY ("organization_id", "environment", "start", "key_id")
);
CREATE INDEX "pressure_hours_start_idx" ON "records"."pressure_hours" USING brin ("start");

-- Up to where minutes are in hours, and hours in days.
CREATE TABLE "records"."progress" (
  "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
  "hours_until" timestamptz(0) NOT NULL,
  "days_until" timestamptz(0) NOT NULL
);
INSERT INTO "records"."progress" ("hours_until", "days_until") VALUES (date_trunc('hour', now()), date_trunc('day', now()));

-- Who calls with a key.
CREATE TABLE "records"."callers" (
  "key_id" text COLLATE "C" NOT NULL,
  "ip" text COLLATE "C" NOT NULL,
  "client" text COLLATE "C" NOT NULL,
  "organization_id" text COLLATE "C" NOT NULL,
  "environment" "public"."environment" NOT NULL,
  "first_seen" timestamptz(3) NOT NULL,
  "last_seen" timestamptz(3) NOT NULL,
  "requests" bigint NOT NULL,
  PRIMARY KEY ("key_id", "ip", "client")
);
CREATE INDEX "callers_new_idx" ON "records"."callers" ("organization_id", "environment", "first_seen");
CREATE INDEX "callers_last_seen_idx" ON "records"."callers" USING brin ("last_seen");

-- Calls that carried no key we know, by address and minute.
CREATE TABLE "records"."unidentified" (
  "start" timestamptz(0) NOT NULL,
  "ip" text COLLATE "C" NOT NULL,
  "code" text COLLATE "C" NOT NULL,
  "requests" integer NOT NULL,
  PRIMARY KEY ("start", "ip", "code")
);

-- Adds two sparse histograms of latency.
CREATE FUNCTION "records"."add_latency"("one" integer[], "other" integer[]) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(v ORDER BY bucket, part), '{}') FROM (
    SELECT bucket, part, CASE part WHEN 0 THEN bucket ELSE calls END AS v FROM (
      SELECT a[i] AS bucket, sum(a[i + 1])::integer AS calls
      FROM (VALUES ("one" || "other")) AS both_of (a), generate_series(1, cardinality(a), 2) AS i
      GROUP BY a[i]
    ) AS summed, generate_series(0, 1) AS part
  ) AS flat
$$;
RESET ROLE;
