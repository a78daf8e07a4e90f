-- The worker's queue lives in its own schema, which pg-boss fills and migrates itself. The processes'
-- role owns it, because it may not create schemas.
DO $$
BEGIN
  IF NOT pg_has_role(CURRENT_USER, 'portal_app', 'SET') THEN
    GRANT "portal_app" TO CURRENT_USER;
  END IF;
END $$;
CREATE SCHEMA IF NOT EXISTS "pgboss" AUTHORIZATION "portal_app";
