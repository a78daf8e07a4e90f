-- The calls of a segment as bytes: 32 of each call, one behind the other, instead of eight arrays.
SET LOCAL ROLE "portal_app";

-- Of each call, all of it big-endian: milliseconds since the minute's start (2), random bits of the id (10),
-- microseconds from the parsed head to the answer (4), places of its kind and its origin in the arrays, from
-- 1 (2 and 2), credits left, limit, and room in it (4 each, all bits set where there is none).
ALTER TABLE "records"."request_segments" ADD "lines" bytea;
-- Compressing would cost more than all else of storing it.
ALTER TABLE "records"."request_segments"
  ALTER "lines" SET STORAGE EXTERNAL, ALTER "lines" SET STATISTICS 0;

DROP VIEW "records"."requests";

-- What was recorded before is kept. An id carries its call's time; the rest of it are two numbers of 40 bits.
CREATE FUNCTION "records"."bits40"("symbols" text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT decode(lpad(to_hex(bit_or(
    (strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr("symbols", i, 1)) - 1)::bigint << (40 - 5 * i))), 10, '0'), 'hex')
  FROM generate_series(1, 8) AS i
$$;
UPDATE "records"."request_segments" s SET "lines" = (
  SELECT string_agg(substr(int4send(coalesce("time", s."times"[1])), 3)
    || "records"."bits40"(substr("id", 11, 8)) || "records"."bits40"(substr("id", 19, 8))
    || int4send(coalesce("duration", s."durations"[1])) || substr(int4send(coalesce("kind", s."kinds"[1])), 3)
    || substr(int4send(coalesce("origin", s."origins"[1])), 3)
    || int4send(coalesce("credits_remaining", s."credits_remaining"[1]))
    || int4send(coalesce("rate_limit", s."rate_limits"[1])) || int4send(coalesce("rate_remaining", s."rate_remaining"[1])),
    '' ORDER BY "line")
  FROM ROWS FROM (unnest(s."times", s."durations", s."kinds", s."origins", s."credits_remaining", s."rate_limits",
    s."rate_remaining", s."ids")) WITH ORDINALITY
    AS l ("time", "duration", "kind", "origin", "credits_remaining", "rate_limit", "rate_remaining", "id", "line"));
DROP FUNCTION "records"."bits40";
ALTER TABLE "records"."request_segments" ALTER "lines" SET NOT NULL, DROP "times", DROP "durations", DROP "kinds",
  DROP "origins", DROP "credits_remaining", DROP "rate_limits", DROP "rate_remaining", DROP "ids";

CREATE FUNCTION "records"."integer_at"("line" bytea, "place" integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (get_byte("line", "place") << 24) | (get_byte("line", "place" + 1) << 16)
    | (get_byte("line", "place" + 2) << 8) | get_byte("line", "place" + 3)
$$;

-- 40 bits as eight symbols of Crockford's base32, of which a request id has 26: ten of its time, 16 of chance.
CREATE FUNCTION "records"."symbol"("bits" bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ("bits" & 31)::integer + 1, 1)
$$;
CREATE FUNCTION "records"."symbols"("bits" bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT "records"."symbol"("bits" >> 35) || "records"."symbol"("bits" >> 30) || "records"."symbol"("bits" >> 25)
    || "records"."symbol"("bits" >> 20) || "records"."symbol"("bits" >> 15) || "records"."symbol"("bits" >> 10)
    || "records"."symbol"("bits" >> 5) || "records"."symbol"("bits")
$$;

-- The calls themselves, as they are asked for. Segments are found by owner and `segment_end`; a call lies
-- between `segment_start` and `segment_end`, which are less than a minute apart.
CREATE VIEW "records"."requests" AS
SELECT c."at",
  'req_' || "records"."symbol"(c."ms" >> 45) || "records"."symbol"(c."ms" >> 40) || "records"."symbols"(c."ms")
    || "records"."symbols"(c."high") || "records"."symbols"(c."low") AS "id",
  s."organization_id", s."environment",
  nullif(s."key_ids"[c."kind"], '') AS "key_id",
  s."methods"[c."kind"] AS "method",
  coalesce(l."path", split_part(s."routes"[c."kind"], ' ', 2)) AS "path",
  s."routes"[c."kind"] AS "route",
  s."statuses"[c."kind"] AS "status",
  s."codes"[c."kind"] AS "code",
  s."checks"[c."kind"] AS "check",
  "records"."integer_at"(b."line", 12) AS "duration",
  s."ips"[c."origin"] AS "ip",
  s."clients"[c."origin"] AS "client",
  s."charges"[c."kind"] AS "credits_charged",
  nullif("records"."integer_at"(b."line", 20), -1) AS "credits_remaining",
  nullif("records"."integer_at"(b."line", 24), -1) AS "rate_limit",
  nullif("records"."integer_at"(b."line", 28), -1) AS "rate_remaining",
  s."replays"[c."kind"] AS "replayed",
  l."facts"::jsonb AS "facts",
  s."first_at" AS "segment_start",
  s."last_at" AS "segment_end"
FROM "records"."request_segments" s
-- Fetched from where it is stored once, not for each line; nothing after an OFFSET is evaluated twice.
CROSS JOIN LATERAL (SELECT s."lines" || ''::bytea AS "lines" OFFSET 0) w
CROSS JOIN LATERAL ROWS FROM (generate_series(0, s."calls" - 1), unnest(s."paths"), unnest(s."facts"))
  AS l ("number", "path", "facts")
CROSS JOIN LATERAL (SELECT substr(w."lines", 32 * l."number" + 1, 32) AS "line" OFFSET 0) b
CROSS JOIN LATERAL (
  SELECT t."at", (1000 * extract(epoch FROM t."at"))::bigint AS "ms",
    ("records"."integer_at"(b."line", 2)::bigint & 4294967295) << 8 | get_byte(b."line", 6) AS "high",
    ("records"."integer_at"(b."line", 7)::bigint & 4294967295) << 8 | get_byte(b."line", 11) AS "low",
    get_byte(b."line", 16) << 8 | get_byte(b."line", 17) AS "kind",
    get_byte(b."line", 18) << 8 | get_byte(b."line", 19) AS "origin"
  FROM (SELECT date_trunc('minute', s."last_at")
    + (get_byte(b."line", 0) << 8 | get_byte(b."line", 1)) * interval '1 millisecond' AS "at" OFFSET 0) t
  OFFSET 0
) c;
RESET ROLE;
