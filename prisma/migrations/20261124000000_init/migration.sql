-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "scope" AS ENUM ('sessions:read', 'sessions:write', 'recordings:read', 'analysis:read', 'analysis:write', 'webhooks:manage');

-- CreateEnum
CREATE TYPE "revoke_reason" AS ENUM ('rotated', 'unused', 'compromised', 'other');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('user', 'operator', 'system', 'api_key');

-- CreateEnum
CREATE TYPE "audit_outcome" AS ENUM ('done', 'refused');

-- CreateEnum
CREATE TYPE "environment" AS ENUM ('live', 'test');

-- CreateEnum
CREATE TYPE "credit_entry_kind" AS ENUM ('included_grant', 'lapse', 'purchase', 'operator_grant', 'debit', 'adjustment');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'developer', 'billing', 'viewer');

-- CreateEnum
CREATE TYPE "plan" AS ENUM ('free', 'starter', 'pro', 'enterprise');

-- CreateEnum
CREATE TYPE "organization_status" AS ENUM ('active', 'inactive');

-- CreateEnum
CREATE TYPE "session_end_reason" AS ENUM ('signed_out', 'ended_by_user', 'password_changed', 'user_disabled', 'idle', 'expired');

-- CreateEnum
CREATE TYPE "session_mode" AS ENUM ('bidirectional_translation', 'assistive_translation', 'ai_agent', 'help_chat_voice');

-- CreateEnum
CREATE TYPE "voice_session_status" AS ENUM ('created', 'active', 'ended');

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "digest" BYTEA NOT NULL,
    "pepper_version" INTEGER NOT NULL,
    "prefix" TEXT NOT NULL,
    "tail" TEXT NOT NULL,
    "ip_allowlist" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rate_limit" INTEGER,
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "retires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoke_reason" "revoke_reason",
    "rotated_from_id" TEXT,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_used_client" TEXT,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key_scopes" (
    "key_id" TEXT NOT NULL,
    "scope" "scope" NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_scopes_pkey" PRIMARY KEY ("key_id","scope")
);

-- CreateTable
CREATE TABLE "pepper_checks" (
    "version" INTEGER NOT NULL,
    "check_value" BYTEA NOT NULL,

    CONSTRAINT "pepper_checks_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" TEXT,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" "audit_outcome" NOT NULL DEFAULT 'done',
    "target_id" TEXT,
    "target_label" TEXT NOT NULL DEFAULT '',
    "before" JSONB,
    "after" JSONB,
    "ip" TEXT NOT NULL DEFAULT '',
    "user_agent" TEXT NOT NULL DEFAULT '',
    "request_id" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_accounts" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "balance" INTEGER NOT NULL,
    "included" INTEGER NOT NULL,
    "purchased" INTEGER NOT NULL,
    "used_this_period" INTEGER NOT NULL DEFAULT 0,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "last_sequence" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "credit_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_entries" (
    "account_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "kind" "credit_entry_kind" NOT NULL,
    "amount" INTEGER NOT NULL,
    "included_delta" INTEGER NOT NULL,
    "purchased_delta" INTEGER NOT NULL,
    "balance_after" INTEGER NOT NULL,
    "voice_session_id" TEXT,
    "request_id" TEXT,
    "actor" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credit_entries_pkey" PRIMARY KEY ("account_id","sequence")
);

-- CreateTable
CREATE TABLE "gate_instances" (
    "id" TEXT NOT NULL,
    "listen" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "gate_instances_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_records" (
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "route" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "status" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("organization_id","environment","key_hash")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "plan" "plan" NOT NULL DEFAULT 'free',
    "status" "organization_status" NOT NULL DEFAULT 'active',
    "rate_limit_per_minute" INTEGER,
    "concurrent_sessions" INTEGER,
    "credits_per_period" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "password_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_sessions" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "organization_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" "session_end_reason",
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "user_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_throttles" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "sign_in_throttles_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "voice_sessions" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "mode" "session_mode" NOT NULL,
    "source_language" TEXT,
    "target_language" TEXT,
    "status" "voice_session_status" NOT NULL DEFAULT 'created',
    "recording_enabled" BOOLEAN NOT NULL DEFAULT false,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "stream_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "voice_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_digest_key" ON "api_keys"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_rotated_from_id_key" ON "api_keys"("rotated_from_id");

-- CreateIndex
CREATE INDEX "api_keys_organization_id_environment_created_at_id_idx" ON "api_keys"("organization_id", "environment", "created_at", "id");

-- CreateIndex
CREATE INDEX "api_keys_created_by_id_idx" ON "api_keys"("created_by_id");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_created_at_id_idx" ON "audit_events"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_target_id_created_at_idx" ON "audit_events"("organization_id", "target_id", "created_at");

-- CreateIndex
CREATE INDEX "credit_accounts_period_end_idx" ON "credit_accounts"("period_end");

-- CreateIndex
CREATE UNIQUE INDEX "credit_accounts_organization_id_environment_key" ON "credit_accounts"("organization_id", "environment");

-- CreateIndex
CREATE UNIQUE INDEX "credit_entries_voice_session_id_key" ON "credit_entries"("voice_session_id");

-- CreateIndex
CREATE INDEX "gate_instances_heartbeat_at_idx" ON "gate_instances"("heartbeat_at");

-- CreateIndex
CREATE INDEX "idempotency_records_expires_at_idx" ON "idempotency_records"("expires_at");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "user_sessions_user_id_created_at_idx" ON "user_sessions"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "user_sessions_organization_id_idx" ON "user_sessions"("organization_id");

-- CreateIndex
CREATE INDEX "voice_sessions_organization_id_environment_created_at_idx" ON "voice_sessions"("organization_id", "environment", "created_at");

-- CreateIndex
CREATE INDEX "voice_sessions_api_key_id_idx" ON "voice_sessions"("api_key_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_rotated_from_id_fkey" FOREIGN KEY ("rotated_from_id") REFERENCES "api_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_scopes" ADD CONSTRAINT "api_key_scopes_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "credit_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_voice_session_id_fkey" FOREIGN KEY ("voice_session_id") REFERENCES "voice_sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "voice_sessions" ADD CONSTRAINT "voice_sessions_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "voice_sessions" ADD CONSTRAINT "voice_sessions_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say: checks, append-only guards, notifications, rights.

ALTER TABLE "credit_accounts"
  ADD CONSTRAINT "credit_accounts_included_check" CHECK ("included" >= 0),
  ADD CONSTRAINT "credit_accounts_purchased_check" CHECK ("purchased" >= 0),
  ADD CONSTRAINT "credit_accounts_balance_check" CHECK ("balance" = "included" + "purchased"),
  ADD CONSTRAINT "credit_accounts_used_check" CHECK ("used_this_period" >= 0),
  ADD CONSTRAINT "credit_accounts_period_check" CHECK ("period_end" > "period_start");

ALTER TABLE "credit_entries"
  ADD CONSTRAINT "credit_entries_sequence_check" CHECK ("sequence" > 0),
  ADD CONSTRAINT "credit_entries_amount_check" CHECK ("amount" = "included_delta" + "purchased_delta" AND "amount" <> 0),
  ADD CONSTRAINT "credit_entries_balance_check" CHECK ("balance_after" >= 0);

ALTER TABLE "organizations"
  ADD CONSTRAINT "organizations_overrides_check" CHECK (
    COALESCE("rate_limit_per_minute", 1) > 0
    AND COALESCE("concurrent_sessions", 1) > 0
    AND COALESCE("credits_per_period", 0) >= 0
  );

ALTER TABLE "api_keys"
  ADD CONSTRAINT "api_keys_digest_check" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "api_keys_rate_limit_check" CHECK ("rate_limit" IS NULL OR "rate_limit" > 0),
  ADD CONSTRAINT "api_keys_revoked_check" CHECK (("revoked_at" IS NULL) = ("revoke_reason" IS NULL));

-- Streaming sessions per organization and environment, counted for the concurrency limit.
CREATE INDEX "voice_sessions_active_idx" ON "voice_sessions" ("organization_id", "environment") WHERE "status" = 'active';
-- Sessions that may fall idle.
CREATE INDEX "voice_sessions_open_idx" ON "voice_sessions" ("last_activity_at") WHERE "status" <> 'ended';

-- Append-only also for the owner: a correction is a new row.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER "credit_entries_append_only" BEFORE UPDATE OR DELETE ON "credit_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "credit_entries_no_truncate" BEFORE TRUNCATE ON "credit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_events_no_truncate" BEFORE TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- A revoked key stays revoked.
CREATE FUNCTION "refuse_unrevoke"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."revoked_at" IS NOT NULL AND NEW."revoked_at" IS DISTINCT FROM OLD."revoked_at" THEN
    RAISE EXCEPTION 'a revocation is final' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "api_keys_revocation_final" BEFORE UPDATE OF "revoked_at" ON "api_keys"
  FOR EACH ROW EXECUTE FUNCTION "refuse_unrevoke"();

-- Committed changes reach every gate on the channel `gate`, in commit order: `key <id>`, `org <id>`.
CREATE FUNCTION "tell_gates_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gate', 'key ' || NEW."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "api_keys_tell_insert" AFTER INSERT ON "api_keys"
  FOR EACH ROW EXECUTE FUNCTION "tell_gates_key"();
-- Not on last_used_*: bookkeeping must not empty the gates' caches.
CREATE TRIGGER "api_keys_tell_update" AFTER UPDATE OF "organization_id", "environment", "name", "digest", "pepper_version",
  "ip_allowlist", "rate_limit", "expires_at", "retires_at", "revoked_at" ON "api_keys"
  FOR EACH ROW EXECUTE FUNCTION "tell_gates_key"();
CREATE FUNCTION "tell_gates_key_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gate', 'key ' || OLD."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "api_keys_tell_delete" AFTER DELETE ON "api_keys"
  FOR EACH ROW EXECUTE FUNCTION "tell_gates_key_gone"();

CREATE FUNCTION "tell_gates_scope"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gate', 'key ' || COALESCE(NEW."key_id", OLD."key_id"));
  RETURN NULL;
END $$;
CREATE TRIGGER "api_key_scopes_tell" AFTER INSERT OR DELETE OR UPDATE OF "key_id", "scope" ON "api_key_scopes"
  FOR EACH ROW EXECUTE FUNCTION "tell_gates_scope"();

CREATE FUNCTION "tell_gates_organization"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gate', 'org ' || NEW."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "organizations_tell" AFTER UPDATE OF "name", "plan", "status", "rate_limit_per_minute", "concurrent_sessions",
  "credits_per_period" ON "organizations"
  FOR EACH ROW EXECUTE FUNCTION "tell_gates_organization"();

-- Balances too: `credit <account> <last_sequence> <balance> <used> <period end, epoch ms>`, so that headers stay honest
-- on every gate. A gate's own spending sets portal.quiet_credit when it is the only gate (it knows its own figures).
CREATE FUNCTION "tell_gates_credit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('portal.quiet_credit', true) IS DISTINCT FROM 'on' THEN
    PERFORM pg_notify('gate', concat_ws(' ', 'credit', NEW."id", NEW."last_sequence", NEW."balance", NEW."used_this_period",
      (extract(epoch FROM NEW."period_end") * 1000)::bigint));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "credit_accounts_tell" AFTER INSERT OR UPDATE ON "credit_accounts"
  FOR EACH ROW EXECUTE FUNCTION "tell_gates_credit"();

-- The role that portal, gate and worker act as. It cannot rewrite history.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    CREATE ROLE "portal_app" NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA "public" TO "portal_app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "public" TO "portal_app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "public" TO "portal_app";
REVOKE UPDATE, DELETE, TRUNCATE ON "credit_entries", "audit_events" FROM "portal_app";
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM "portal_app";
  END IF;
END $$;
-- Tables of later migrations: rights are given there, one by one.
