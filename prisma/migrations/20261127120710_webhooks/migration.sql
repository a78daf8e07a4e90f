-- CreateEnum
CREATE TYPE "webhook_disabled_reason" AS ENUM ('owner', 'gone', 'failing');

-- CreateEnum
CREATE TYPE "webhook_delivery_status" AS ENUM ('pending', 'succeeded', 'failed');

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "events" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" "webhook_disabled_reason",
    "disabled_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "sealed_secret" BYTEA NOT NULL,
    "previous_sealed_secret" BYTEA,
    "previous_ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_events" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "status" "webhook_delivery_status" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "queued" BOOLEAN NOT NULL DEFAULT false,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempts" (
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration" INTEGER NOT NULL,
    "status" INTEGER,
    "body" TEXT NOT NULL DEFAULT '',
    "error" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "webhook_attempts_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateIndex
CREATE INDEX "webhook_endpoints_organization_id_environment_created_at_id_idx" ON "webhook_endpoints"("organization_id", "environment", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_events_organization_id_idx" ON "webhook_events"("organization_id");

-- CreateIndex
CREATE INDEX "webhook_events_created_at_idx" ON "webhook_events"("created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_created_at_id_idx" ON "webhook_deliveries"("endpoint_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_event_id_idx" ON "webhook_deliveries"("event_id");

-- AddForeignKey
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webhook_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "webhook_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language cannot say.

-- What no job in the queue stands for yet; the worker looks for it several times a second.
CREATE INDEX "webhook_deliveries_waiting_idx" ON "webhook_deliveries" ("next_attempt_at") WHERE "status" = 'pending' AND NOT "queued";
CREATE INDEX "webhook_deliveries_pending_idx" ON "webhook_deliveries" ("next_attempt_at") WHERE "status" = 'pending';

GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_endpoints", "webhook_events", "webhook_deliveries", "webhook_attempts"
  TO "portal_app";

ALTER TABLE "webhook_endpoints"
  ADD CONSTRAINT "webhook_endpoints_enabled_check" CHECK ("enabled" = ("disabled_reason" IS NULL)),
  ADD CONSTRAINT "webhook_endpoints_previous_check" CHECK (("previous_sealed_secret" IS NULL) = ("previous_ends_at" IS NULL)),
  ADD CONSTRAINT "webhook_endpoints_deleted_check" CHECK ("deleted_at" IS NULL OR (NOT "enabled" AND octet_length("sealed_secret") = 0));

-- A ULID with its prefix, as lib/ids.ts makes them; 79 of its bits are random.
CREATE FUNCTION "new_id"("prefix" text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  "symbols" CONSTANT text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  "moment" bigint := floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  "chance" bytea := uuid_send(gen_random_uuid());
  "made" text := '';
BEGIN
  FOR i IN REVERSE 9..0 LOOP
    "made" := "made" || substr("symbols", 1 + (("moment" >> (5 * i)) & 31)::int, 1);
  END LOOP;
  FOR i IN 0..15 LOOP
    "made" := "made" || substr("symbols", 1 + (get_byte("chance", i) & 31), 1);
  END LOOP;
  RETURN "prefix" || '_' || "made";
END $$;

-- RFC 3339 in UTC, as the API writes times.
CREATE FUNCTION "api_time"("moment" timestamptz) RETURNS text LANGUAGE sql STABLE
  RETURN to_char("moment" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- Stores events of one type, one for each element, and their deliveries to whoever wants them.
CREATE FUNCTION "emit_webhook_events"("type" text, "organizations" text[], "environments" "environment"[], "datas" json[])
RETURNS void LANGUAGE sql VOLATILE AS $$
  WITH events AS (
    INSERT INTO "webhook_events" ("id", "organization_id", "environment", "type", "data", "created_at")
    SELECT "new_id"('evt'), x."organization_id", x."environment", $1, x."data", clock_timestamp()
    FROM unnest($2, $3, $4) AS x ("organization_id", "environment", "data")
    RETURNING "id", "organization_id", "environment"
  )
  INSERT INTO "webhook_deliveries" ("id", "endpoint_id", "event_id", "next_attempt_at", "created_at")
  SELECT "new_id"('whd'), e."id", v."id", clock_timestamp(), clock_timestamp()
  FROM events v JOIN "webhook_endpoints" e ON e."organization_id" = v."organization_id" AND e."environment" = v."environment"
  WHERE e."enabled" AND $1 = ANY (e."events");
$$;

-- Whether anybody in this place wants this type.
CREATE FUNCTION "is_webhook_wanted"("organization" text, "place" "environment", "type" text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM "webhook_endpoints" e
    WHERE e."organization_id" = $1 AND e."environment" = $2 AND e."enabled" AND $3 = ANY (e."events"));
$$;

-- One event about one thing, if anybody wants it.
CREATE FUNCTION "emit_webhook_event"("type" text, "organization" text, "place" "environment", "data" json)
RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF "is_webhook_wanted"("organization", "place", "type") THEN
    PERFORM "emit_webhook_events"("type", ARRAY["organization"], ARRAY["place"], ARRAY["data"]);
  END IF;
END $$;

-- Sessions. Their triggers run once a statement: a batch of calls pays once, and nothing more where nobody listens.
CREATE FUNCTION "webhook_session"("row" "voice_sessions") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('id', $1."id", 'object', 'session', 'status', $1."status", 'environment', $1."environment",
    'mode', $1."mode", 'source_language', $1."source_language", 'target_language', $1."target_language",
    'recording', json_build_object('enabled', $1."recording_enabled"), 'metadata', $1."metadata",
    'created_at', "api_time"($1."created_at"), 'started_at', "api_time"($1."started_at"), 'ended_at', "api_time"($1."ended_at"));
$$;
CREATE FUNCTION "webhook_transcript"("session" "voice_sessions") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('object', 'transcript', 'session_id', $1."id", 'status', 'completed',
    'metadata', json_build_object('total_turns', count(*),
      'duration_seconds', COALESCE(floor(extract(epoch FROM $1."ended_at" - $1."started_at")), 0)::int,
      'languages_detected', COALESCE(json_agg(DISTINCT t."language") FILTER (WHERE t."language" <> ''), '[]'::json)))
  FROM "voice_turns" t WHERE t."session_id" = $1."id";
$$;
CREATE FUNCTION "webhook_sessions_created"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM (SELECT DISTINCT "organization_id", "environment" FROM new_rows) p
    WHERE "is_webhook_wanted"(p."organization_id", p."environment", 'session.created')) THEN RETURN NULL; END IF;
  PERFORM "emit_webhook_events"('session.created', array_agg(v."organization_id"), array_agg(v."environment"), array_agg("webhook_session"(v)))
  FROM new_rows n JOIN "voice_sessions" v ON v."id" = n."id"
  WHERE "is_webhook_wanted"(v."organization_id", v."environment", 'session.created');
  RETURN NULL;
END $$;
CREATE TRIGGER "voice_sessions_webhook_created" AFTER INSERT ON "voice_sessions"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "webhook_sessions_created"();
CREATE FUNCTION "webhook_sessions_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE "started" text[]; "ended" text[];
BEGIN
  SELECT array_agg(n."id") FILTER (WHERE o."started_at" IS NULL AND n."started_at" IS NOT NULL),
    array_agg(n."id") FILTER (WHERE o."status" <> 'ended' AND n."status" = 'ended') INTO "started", "ended"
  FROM new_rows n JOIN old_rows o ON o."id" = n."id"
  WHERE o."status" IS DISTINCT FROM n."status" OR o."started_at" IS DISTINCT FROM n."started_at";
  IF "started" IS NOT NULL THEN
    PERFORM "emit_webhook_events"('session.started', array_agg(v."organization_id"), array_agg(v."environment"), array_agg("webhook_session"(v)))
    FROM "voice_sessions" v WHERE v."id" = ANY ("started") AND "is_webhook_wanted"(v."organization_id", v."environment", 'session.started');
  END IF;
  IF "ended" IS NOT NULL THEN
    PERFORM "emit_webhook_events"('session.ended', array_agg(v."organization_id"), array_agg(v."environment"), array_agg("webhook_session"(v)))
    FROM "voice_sessions" v WHERE v."id" = ANY ("ended") AND "is_webhook_wanted"(v."organization_id", v."environment", 'session.ended');
    PERFORM "emit_webhook_events"('transcript.ready', array_agg(v."organization_id"), array_agg(v."environment"), array_agg("webhook_transcript"(v)))
    FROM "voice_sessions" v WHERE v."id" = ANY ("ended") AND "is_webhook_wanted"(v."organization_id", v."environment", 'transcript.ready')
      AND EXISTS (SELECT FROM "voice_turns" t WHERE t."session_id" = v."id");
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "voice_sessions_webhook_changed" AFTER UPDATE ON "voice_sessions"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "webhook_sessions_changed"();

-- Recordings and analyses: few, so a row at a time, when their status is new.
CREATE FUNCTION "webhook_recording_settled"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "emit_webhook_event"('recording.' || NEW."status", s."organization_id", s."environment",
    json_build_object('id', NEW."id", 'object', 'recording', 'session_id', NEW."session_id", 'channel', NEW."channel",
      'status', NEW."status", 'duration', round(NEW."sample_bytes"::numeric / NEW."sample_rate", 3)::float8, 'format', 'wav',
      'sample_rate', NEW."sample_rate", 'created_at', "api_time"(NEW."created_at"), 'expires_at', "api_time"(NEW."expires_at")))
  FROM "voice_sessions" s WHERE s."id" = NEW."session_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "recordings_webhook_stored" AFTER INSERT ON "recordings"
  FOR EACH ROW WHEN (NEW."status" <> 'processing') EXECUTE FUNCTION "webhook_recording_settled"();
CREATE TRIGGER "recordings_webhook_settled" AFTER UPDATE OF "status" ON "recordings"
  FOR EACH ROW WHEN (OLD."status" <> NEW."status" AND NEW."status" <> 'processing') EXECUTE FUNCTION "webhook_recording_settled"();
CREATE FUNCTION "webhook_analysis_settled"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "emit_webhook_event"(CASE NEW."status" WHEN 'completed' THEN 'analysis.complete' ELSE 'analysis.failed' END,
    NEW."organization_id", NEW."environment",
    json_build_object('id', NEW."id", 'object', 'analysis', 'session_id', NEW."session_id", 'status', NEW."status",
      'include', to_json(NEW."include"), 'results', NEW."results", 'error', NULLIF(NEW."error", ''),
      'created_at', "api_time"(NEW."created_at"), 'completed_at', "api_time"(NEW."completed_at")));
  RETURN NULL;
END $$;
CREATE TRIGGER "analyses_webhook_settled" AFTER UPDATE OF "status" ON "analyses"
  FOR EACH ROW WHEN (OLD."status" = 'processing' AND NEW."status" <> 'processing') EXECUTE FUNCTION "webhook_analysis_settled"();

-- Keys. Of a new one at the end of its transaction, when it has its permissions.
CREATE FUNCTION "webhook_key"("row" "api_keys") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('id', $1."id", 'object', 'api_key', 'name', $1."name", 'environment', $1."environment",
    'permissions', COALESCE((SELECT json_agg(s."scope" ORDER BY s."scope") FROM "api_key_scopes" s WHERE s."key_id" = $1."id"), '[]'::json),
    'created_at', "api_time"($1."created_at"), 'expires_at', "api_time"(LEAST($1."expires_at", $1."retires_at")),
    'rotated_from', $1."rotated_from_id", 'revoked_at', "api_time"($1."revoked_at"), 'revoke_reason', $1."revoke_reason");
$$;
CREATE FUNCTION "webhook_key_created"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "emit_webhook_event"(CASE WHEN k."rotated_from_id" IS NULL THEN 'api_key.created' ELSE 'api_key.rotated' END,
    k."organization_id", k."environment", "webhook_key"(k)) FROM "api_keys" k WHERE k."id" = NEW."id";
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "api_keys_webhook_created" AFTER INSERT ON "api_keys" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION "webhook_key_created"();
CREATE FUNCTION "webhook_key_revoked"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "emit_webhook_event"('api_key.revoked', k."organization_id", k."environment", "webhook_key"(k)),
    CASE k."revoke_reason" WHEN 'compromised'
      THEN "emit_webhook_event"('api_key.exposed', k."organization_id", k."environment", "webhook_key"(k)) END
  FROM "api_keys" k WHERE k."id" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "api_keys_webhook_revoked" AFTER UPDATE OF "revoked_at" ON "api_keys"
  FOR EACH ROW WHEN (OLD."revoked_at" IS NULL AND NEW."revoked_at" IS NOT NULL) EXECUTE FUNCTION "webhook_key_revoked"();

-- Alerts: their beginning, each later stage, and their end.
CREATE FUNCTION "webhook_alert"("row" "alerts") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('id', $1."id", 'object', 'alert', 'kind', $1."kind", 'environment', $1."environment",
    'rule', json_build_object('id', r."id", 'name', r."name"), 'api_key_id', NULLIF($1."subject", ''), 'stage', $1."stage",
    'seen', CASE $1."kind"
      WHEN 'credits_low' THEN json_build_object('balance', e -> 'balance', 'border', e -> 'border', 'per_period', e -> 'perPeriod',
        'measure', e -> 'measure', 'hours_left', e -> 'hoursLeft')
      WHEN 'credits_exhausted' THEN json_build_object('balance', e -> 'balance')
      WHEN 'rate_limit_pressure' THEN json_build_object('percent', e -> 'percent', 'peak', e -> 'peak', 'limit', e -> 'limit',
        'minutes', e -> 'minutes', 'within', e -> 'within', 'border', e -> 'border', 'busiest_key', e -> 'busiestKey')
      ELSE json_build_object('days_left', e -> 'daysLeft', 'expires_at', e -> 'expiresAt') END,
    'fired_at', "api_time"($1."fired_at"), 'resolved_at', "api_time"($1."resolved_at"), 'resolution', $1."resolution" -> 'why')
  FROM "alert_rules" r, (SELECT $1."evidence" AS e) evidence WHERE r."id" = $1."rule_id";
$$;
CREATE FUNCTION "webhook_alert_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE "type" text := CASE NEW."kind" WHEN 'credits_low' THEN 'credits.low' WHEN 'credits_exhausted' THEN 'credits.exhausted'
  WHEN 'rate_limit_pressure' THEN 'rate_limit.pressure' WHEN 'key_expiring' THEN 'api_key.expiring' END;
BEGIN
  IF "type" IS NULL THEN RETURN NULL; END IF;
  IF NEW."resolved_at" IS NOT NULL THEN "type" := "type" || '.resolved'; END IF;
  IF "is_webhook_wanted"(NEW."organization_id", NEW."environment", "type") THEN
    PERFORM "emit_webhook_event"("type", NEW."organization_id", NEW."environment", "webhook_alert"(NEW));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "alerts_webhook_fired" AFTER INSERT ON "alerts"
  FOR EACH ROW EXECUTE FUNCTION "webhook_alert_changed"();
CREATE TRIGGER "alerts_webhook_changed" AFTER UPDATE OF "stage", "resolved_at" ON "alerts"
  FOR EACH ROW WHEN (OLD."resolved_at" IS NULL AND (NEW."resolved_at" IS NOT NULL OR NEW."stage" > OLD."stage"))
  EXECUTE FUNCTION "webhook_alert_changed"();
