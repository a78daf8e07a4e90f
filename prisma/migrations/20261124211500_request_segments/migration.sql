-- The request log by columns: one row holds up to 512 calls of one environment and one minute.
SET LOCAL ROLE "portal_app";

-- Partitions by day of UTC: records.request_segments_20261124.
CREATE TABLE "records"."request_segments" (
  -- These two are null when no key was recognized.
  "organization_id" text COLLATE "C",
  "environment" "public"."environment",
  -- Times of its calls, of one minute.
  "first_at" timestamptz(3) NOT NULL,
  "last_at" timestamptz(3) NOT NULL,
  "calls" integer NOT NULL,

  -- The kinds of calls in it: what those of one key, route and outcome have in common.
  "key_ids" text[] COLLATE "C" NOT NULL,
  "methods" text[] NOT NULL,
  -- The route's pattern with its method, empty when none was found.
  "routes" text[] COLLATE "C" NOT NULL,
  "statuses" smallint[] NOT NULL,
  -- Empty for a success, as the check that refused.
  "codes" text[] COLLATE "C" NOT NULL,
  "checks" text[] NOT NULL,
  -- Credits charged for one call.
  "charges" smallint[] NOT NULL,
  "replays" boolean[] NOT NULL,
  -- Calls of the kind in this segment.
  "kind_calls" integer[] NOT NULL,

  -- From where its calls came.
  "ips" text[] NOT NULL,
  "clients" text[] NOT NULL,

  -- One element a call from here on, or one number alone for all of them. Milliseconds since the minute's start.
  "times" integer[] NOT NULL,
  -- Microseconds from the parsed head to the answer.
  "durations" integer[] NOT NULL,
  -- Places in the arrays above, from 1.
  "kinds" integer[] NOT NULL,
  "origins" integer[] NOT NULL,
  -- -1 where there is none.
  "credits_remaining" integer[] NOT NULL,
  "rate_limits" integer[] NOT NULL,
  "rate_remaining" integer[] NOT NULL,
  -- Without their prefix.
  "ids" text[] COLLATE "C" NOT NULL,
  -- As sent, cut to 200 characters, without keys and without the query; null where it is the route's own.
  "paths" text[],
  -- JSON of what the deciding check saw, for a refusal.
  "facts" text[]
) PARTITION BY RANGE ("last_at");

-- Compressing these would cost more than all else of storing them.
ALTER TABLE "records"."request_segments"
  ALTER "times" SET STORAGE EXTERNAL, ALTER "durations" SET STORAGE EXTERNAL, ALTER "kinds" SET STORAGE EXTERNAL,
  ALTER "origins" SET STORAGE EXTERNAL, ALTER "credits_remaining" SET STORAGE EXTERNAL,
  ALTER "rate_limits" SET STORAGE EXTERNAL, ALTER "rate_remaining" SET STORAGE EXTERNAL, ALTER "ids" SET STORAGE EXTERNAL;

-- What is in an array says nothing of where a row is found, and reading its statistics made plans slow.
ALTER TABLE "records"."request_segments"
  ALTER "key_ids" SET STATISTICS 0, ALTER "methods" SET STATISTICS 0, ALTER "routes" SET STATISTICS 0,
  ALTER "statuses" SET STATISTICS 0, ALTER "codes" SET STATISTICS 0, ALTER "checks" SET STATISTICS 0,
  ALTER "charges" SET STATISTICS 0, ALTER "replays" SET STATISTICS 0, ALTER "kind_calls" SET STATISTICS 0,
  ALTER "ips" SET STATISTICS 0, ALTER "clients" SET STATISTICS 0, ALTER "times" SET STATISTICS 0,
  ALTER "durations" SET STATISTICS 0, ALTER "kinds" SET STATISTICS 0, ALTER "origins" SET STATISTICS 0,
  ALTER "credits_remaining" SET STATISTICS 0, ALTER "rate_limits" SET STATISTICS 0,
  ALTER "rate_remaining" SET STATISTICS 0, ALTER "ids" SET STATISTICS 0, ALTER "paths" SET STATISTICS 0,
  ALTER "facts" SET STATISTICS 0;
ALTER TABLE "records"."usage_minutes" ALTER "latency" SET STATISTICS 0;
ALTER TABLE "records"."usage_hours" ALTER "latency" SET STATISTICS 0;
ALTER TABLE "records"."usage_days" ALTER "latency" SET STATISTICS 0;

CREATE INDEX "request_segments_place_idx" ON "records"."request_segments" ("organization_id", "environment", "last_at");

-- What was recorded call by call is kept.
DO $$
DECLARE
  day date;
BEGIN
  FOR day IN SELECT DISTINCT ("at" AT TIME ZONE 'UTC')::date FROM "records"."requests" LOOP
    EXECUTE format('CREATE TABLE records.%I PARTITION OF records.request_segments FOR VALUES FROM (%L) TO (%L)',
      'request_segments_' || to_char(day, 'YYYYMMDD'), day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
  END LOOP;
END $$;
INSERT INTO "records"."request_segments"
SELECT "organization_id", "environment", min("at"), max("at"), count(*),
  array_agg(coalesce("key_id", '') ORDER BY "line"), array_agg("method" ORDER BY "line"),
  array_agg("route" ORDER BY "line"), array_agg("status" ORDER BY "line"), array_agg("code" ORDER BY "line"),
  array_agg("check" ORDER BY "line"), array_agg("credits_charged" ORDER BY "line"), array_agg("replayed" ORDER BY "line"),
  array_agg(1 ORDER BY "line"),
  array_agg("ip" ORDER BY "line"), array_agg("client" ORDER BY "line"),
  array_agg((1000 * extract(epoch FROM "at" - "minute"))::integer ORDER BY "line"), array_agg("duration" ORDER BY "line"),
  array_agg(("line" % 512 + 1)::integer ORDER BY "line"), array_agg(("line" % 512 + 1)::integer ORDER BY "line"),
  array_agg(coalesce("credits_remaining", -1) ORDER BY "line"), array_agg(coalesce("rate_limit", -1) ORDER BY "line"),
  array_agg(coalesce("rate_remaining", -1) ORDER BY "line"),
  array_agg(substr("id", 5) ORDER BY "line"), array_agg("path" ORDER BY "line"), array_agg("facts"::text ORDER BY "line")
FROM (
  SELECT *, date_trunc('minute', "at") AS "minute",
    row_number() OVER (PARTITION BY "organization_id", "environment", date_trunc('minute', "at") ORDER BY "at", "id") - 1 AS "line"
  FROM "records"."requests"
) AS "lines"
GROUP BY "organization_id", "environment", "minute", "line" / 512;
DROP TABLE "records"."requests";

-- The calls themselves, as they are asked for. Segments are found by owner and `segment_end`; a call lies
-- between `segment_start` and `segment_end`, which are less than a minute apart.
CREATE VIEW "records"."requests" AS
SELECT date_trunc('minute', s."last_at") + coalesce(l."time", s."times"[1]) * interval '1 millisecond' AS "at",
  'req_' || l."id" AS "id",
  s."organization_id", s."environment",
  nullif(s."key_ids"[coalesce(l."kind", s."kinds"[1])], '') AS "key_id",
  s."methods"[coalesce(l."kind", s."kinds"[1])] AS "method",
  coalesce(l."path", split_part(s."routes"[coalesce(l."kind", s."kinds"[1])], ' ', 2)) AS "path",
  s."routes"[coalesce(l."kind", s."kinds"[1])] AS "route",
  s."statuses"[coalesce(l."kind", s."kinds"[1])] AS "status",
  s."codes"[coalesce(l."kind", s."kinds"[1])] AS "code",
  s."checks"[coalesce(l."kind", s."kinds"[1])] AS "check",
  coalesce(l."duration", s."durations"[1]) AS "duration",
  s."ips"[coalesce(l."origin", s."origins"[1])] AS "ip",
  s."clients"[coalesce(l."origin", s."origins"[1])] AS "client",
  s."charges"[coalesce(l."kind", s."kinds"[1])] AS "credits_charged",
  nullif(coalesce(l."credits_remaining", s."credits_remaining"[1]), -1) AS "credits_remaining",
  nullif(coalesce(l."rate_limit", s."rate_limits"[1]), -1) AS "rate_limit",
  nullif(coalesce(l."rate_remaining", s."rate_remaining"[1]), -1) AS "rate_remaining",
  s."replays"[coalesce(l."kind", s."kinds"[1])] AS "replayed",
  l."facts"::jsonb AS "facts",
  s."first_at" AS "segment_start",
  s."last_at" AS "segment_end"
FROM "records"."request_segments" s
CROSS JOIN LATERAL unnest(s."times", s."durations", s."kinds", s."origins", s."credits_remaining", s."rate_limits",
  s."rate_remaining", s."ids", s."paths", s."facts")
  AS l ("time", "duration", "kind", "origin", "credits_remaining", "rate_limit", "rate_remaining", "id", "path", "facts");
RESET ROLE;
