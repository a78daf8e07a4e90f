-- Sessions whose stream a gate holds: few among many.
CREATE INDEX "voice_sessions_streaming_idx" ON "voice_sessions" ("stream_gate_id") WHERE "stream_gate_id" IS NOT NULL;

-- A session that ends while it is streamed is told to the gate that holds it: `session <id>`.
CREATE FUNCTION "tell_gates_session_ended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gate', 'session ' || NEW."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "voice_sessions_tell_end" AFTER UPDATE OF "status" ON "voice_sessions"
  FOR EACH ROW WHEN (NEW."status" = 'ended' AND OLD."status" <> 'ended' AND NEW."stream_gate_id" IS NOT NULL)
  EXECUTE FUNCTION "tell_gates_session_ended"();

-- Whoever ends a session, and whoever lets go of it last: its recordings are whole from then on.
CREATE FUNCTION "settle_recordings"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "recordings" SET "status" = CASE WHEN "sample_bytes" > 0 THEN 'ready'::recording_status ELSE 'failed' END
  WHERE "session_id" = NEW."id" AND "status" = 'processing';
  RETURN NULL;
END $$;
CREATE TRIGGER "voice_sessions_settle_recordings" AFTER UPDATE OF "status", "stream_gate_id" ON "voice_sessions"
  FOR EACH ROW WHEN (NEW."status" = 'ended' AND NEW."stream_gate_id" IS NULL
    AND (OLD."status" <> 'ended' OR OLD."stream_gate_id" IS NOT NULL))
  EXECUTE FUNCTION "settle_recordings"();
