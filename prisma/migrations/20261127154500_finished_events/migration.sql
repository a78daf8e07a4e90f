-- AlterTable
ALTER TABLE "webhook_events" ADD COLUMN     "finished" BOOLEAN NOT NULL DEFAULT true;

-- What the schema language cannot say.

-- An event of a resource holds the row as the API's statements select it (`SessionRow`, `RecordingRow`,
-- `AnalysisRow` of lib/api), and the worker makes of it what the API answers. All others are whole at once.
CREATE FUNCTION "is_webhook_row"("type" text) RETURNS boolean LANGUAGE sql IMMUTABLE
  RETURN $1 ~ '^(session|transcript|recording|analysis)\.';

CREATE OR REPLACE FUNCTION "emit_webhook_events"("type" text, "organizations" text[], "environments" "environment"[], "datas" json[])
RETURNS void LANGUAGE sql VOLATILE AS $$
  WITH events AS (
    INSERT INTO "webhook_events" ("id", "organization_id", "environment", "type", "data", "finished", "created_at")
    SELECT "new_id"('evt'), x."organization_id", x."environment", $1, x."data", NOT "is_webhook_row"($1), clock_timestamp()
    FROM unnest($2, $3, $4) AS x ("organization_id", "environment", "data")
    RETURNING "id", "organization_id", "environment"
  )
  INSERT INTO "webhook_deliveries" ("id", "endpoint_id", "event_id", "next_attempt_at", "created_at")
  SELECT "new_id"('whd'), e."id", v."id", clock_timestamp(), clock_timestamp()
  FROM events v JOIN "webhook_endpoints" e ON e."organization_id" = v."organization_id" AND e."environment" = v."environment"
  WHERE e."enabled" AND $1 = ANY (e."events");
$$;

-- Epoch milliseconds, as the API's statements select times.
CREATE FUNCTION "row_time"("moment" timestamptz) RETURNS float8 LANGUAGE sql STABLE
  RETURN (extract(epoch FROM "moment") * 1000)::float8;

CREATE OR REPLACE FUNCTION "webhook_session"("row" "voice_sessions") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('id', $1."id", 'organization_id', $1."organization_id", 'environment', $1."environment",
    'mode', $1."mode", 'source_language', $1."source_language", 'target_language', $1."target_language",
    'status', $1."status", 'recording_enabled', $1."recording_enabled", 'metadata', $1."metadata",
    'created_at', "row_time"($1."created_at"), 'started_at', "row_time"($1."started_at"),
    'ended_at', "row_time"($1."ended_at"), 'last_activity_at', "row_time"($1."last_activity_at"));
$$;

-- A session, and what its transcript says of all turns: their number, and languages in the order first heard.
CREATE OR REPLACE FUNCTION "webhook_transcript"("session" "voice_sessions") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('session', "webhook_session"($1),
    'total', (SELECT count(*) FROM "voice_turns" t WHERE t."session_id" = $1."id"),
    'languages', COALESCE((SELECT json_agg(l."language" ORDER BY l."first") FROM (
        SELECT t."language", min(t."sequence") AS "first" FROM "voice_turns" t
        WHERE t."session_id" = $1."id" AND t."language" <> '' GROUP BY t."language") l), '[]'::json));
$$;

CREATE OR REPLACE FUNCTION "webhook_recording_settled"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "emit_webhook_event"('recording.' || NEW."status", s."organization_id", s."environment",
    json_build_object('id', NEW."id", 'session_id', NEW."session_id", 'channel', NEW."channel", 'status', NEW."status",
      'sample_bytes', NEW."sample_bytes", 'sample_rate', NEW."sample_rate", 'created_at', "row_time"(NEW."created_at"),
      'expires_at', "row_time"(NEW."expires_at"), 'organization_id', s."organization_id", 'environment', s."environment"))
  FROM "voice_sessions" s WHERE s."id" = NEW."session_id";
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "webhook_analysis_settled"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "emit_webhook_event"(CASE NEW."status" WHEN 'completed' THEN 'analysis.complete' ELSE 'analysis.failed' END,
    NEW."organization_id", NEW."environment",
    json_build_object('id', NEW."id", 'session_id', NEW."session_id", 'include', to_json(NEW."include"), 'status', NEW."status",
      'results', NEW."results", 'error', NEW."error", 'created_at', "row_time"(NEW."created_at"),
      'completed_at', "row_time"(NEW."completed_at")));
  RETURN NULL;
END $$;
