-- Every kind of alert has a type of event.

-- As `alertEventTypes` of lib/webhooks/events.ts has it.
CREATE FUNCTION "webhook_alert_type"("kind" "alert_kind") RETURNS text LANGUAGE sql IMMUTABLE
  RETURN CASE $1 WHEN 'credits_low' THEN 'credits.low' WHEN 'credits_exhausted' THEN 'credits.exhausted'
    WHEN 'rate_limit_pressure' THEN 'rate_limit.pressure' WHEN 'refused_calls' THEN 'calls.refused'
    WHEN 'unusual_activity' THEN 'api_key.unusual_activity' WHEN 'key_expiring' THEN 'api_key.expiring' END;

CREATE FUNCTION "webhook_alert_sign"("sign" jsonb) RETURNS json LANGUAGE sql STABLE
  RETURN CASE $1 ->> 'sign'
    WHEN 'new_caller' THEN json_build_object('sign', 'new_caller', 'ip', $1 -> 'ip', 'client', $1 -> 'client',
      'new_address', $1 -> 'newAddress', 'new_client', $1 -> 'newClient', 'at', $1 -> 'at')
    WHEN 'woke' THEN json_build_object('sign', 'woke', 'idle_days', $1 -> 'idleDays', 'at', $1 -> 'at')
    ELSE json_build_object('sign', 'burst', 'calls', $1 -> 'calls', 'usual_per_hour', $1 -> 'usualPerHour', 'at', $1 -> 'at') END;

CREATE OR REPLACE FUNCTION "webhook_alert"("row" "alerts") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('id', $1."id", 'object', 'alert', 'kind', $1."kind", 'environment', $1."environment",
    'rule', json_build_object('id', r."id", 'name', r."name"), 'api_key_id', NULLIF($1."subject", ''), 'stage', $1."stage",
    'seen', CASE $1."kind"
      WHEN 'credits_low' THEN json_build_object('balance', e -> 'balance', 'border', e -> 'border', 'per_period', e -> 'perPeriod',
        'measure', e -> 'measure', 'hours_left', e -> 'hoursLeft')
      WHEN 'credits_exhausted' THEN json_build_object('balance', e -> 'balance')
      WHEN 'rate_limit_pressure' THEN json_build_object('percent', e -> 'percent', 'peak', e -> 'peak', 'limit', e -> 'limit',
        'minutes', e -> 'minutes', 'within', e -> 'within', 'border', e -> 'border', 'busiest_key', e -> 'busiestKey')
      WHEN 'refused_calls' THEN json_build_object('refused', e -> 'refused', 'calls', e -> 'calls', 'percent', e -> 'percent',
        'within', e -> 'within', 'codes', e -> 'codes', 'busiest_key', e -> 'busiestKey')
      WHEN 'unusual_activity' THEN json_build_object('signs', COALESCE((
          SELECT json_agg("webhook_alert_sign"(s."sign") ORDER BY s."place")
          FROM jsonb_array_elements(e -> 'signs') WITH ORDINALITY AS s ("sign", "place")), '[]'::json),
        'last_at', e -> 'lastAt')
      ELSE json_build_object('days_left', e -> 'daysLeft', 'expires_at', e -> 'expiresAt') END,
    'fired_at', "api_time"($1."fired_at"), 'resolved_at', "api_time"($1."resolved_at"), 'resolution', $1."resolution" -> 'why')
  FROM "alert_rules" r, (SELECT $1."evidence" AS e) evidence WHERE r."id" = $1."rule_id";
$$;

CREATE OR REPLACE FUNCTION "webhook_alert_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "type" text := "webhook_alert_type"(NEW."kind") || CASE WHEN NEW."resolved_at" IS NULL THEN '' ELSE '.resolved' END;
BEGIN
  IF "is_webhook_wanted"(NEW."organization_id", NEW."environment", "type") THEN
    PERFORM "emit_webhook_event"("type", NEW."organization_id", NEW."environment", "webhook_alert"(NEW));
  END IF;
  RETURN NULL;
END $$;
