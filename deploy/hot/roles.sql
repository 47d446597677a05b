-- Least privilege for the hot buffer: four roles without a login, and what each may do. Run it again after
-- every migration (`stellarlake hot migrate up --roles` does): new tables get their owner and grants.
-- It needs the owner of the database with CREATEROLE, or a superuser.
--
--   stellar_hot_owner     owns everything; migrates
--   stellar_hot_ingester  writes rows and progress
--   stellar_hot_flusher   reads rows, deletes those that are in the lake
--   stellar_hot_reader    reads
--
-- Logins are yours to make: CREATE ROLE ingest LOGIN PASSWORD '…' IN ROLE stellar_hot_ingester;
DO $$
DECLARE
  role_name TEXT;
BEGIN
  FOREACH role_name IN ARRAY ARRAY[
    'stellar_hot_owner', 'stellar_hot_ingester', 'stellar_hot_flusher', 'stellar_hot_reader'
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    END IF;
  END LOOP;
  IF NOT pg_has_role(current_user, 'stellar_hot_owner', 'MEMBER') THEN
    EXECUTE format('GRANT stellar_hot_owner TO %I', current_user);
  END IF;
END;
$$;

GRANT stellar_hot_reader TO stellar_hot_ingester, stellar_hot_flusher;

DO $$
DECLARE
  home TEXT := current_schema();
  item RECORD;
BEGIN
  EXECUTE format('GRANT CREATE ON DATABASE %I TO stellar_hot_owner', current_database());  -- schemas of migrations
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', home);
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO stellar_hot_owner', home);
  EXECUTE format('GRANT USAGE ON SCHEMA %I, extra TO stellar_hot_reader', home);
  ALTER SCHEMA extra OWNER TO stellar_hot_owner;

  FOR item IN
    SELECT n.nspname, c.relname, c.relkind FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v')
      AND (n.nspname = 'extra'
           OR (n.nspname = home
               AND (c.relname ~ '_(row|snapshot|stream|state)_v[0-9]+$' OR c.relname LIKE '\_meta\_%'
                    OR c.relname = 'schema_migrations')))
  LOOP
    EXECUTE format('ALTER TABLE %I.%I OWNER TO stellar_hot_owner', item.nspname, item.relname);
    EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC, stellar_hot_reader, stellar_hot_ingester, stellar_hot_flusher',
                   item.nspname, item.relname);
    EXECUTE format('GRANT SELECT ON %I.%I TO stellar_hot_reader', item.nspname, item.relname);
    CONTINUE WHEN item.relkind = 'v' OR item.relname = 'schema_migrations';
    EXECUTE format('GRANT INSERT, UPDATE, DELETE, TRUNCATE ON %I.%I TO stellar_hot_ingester',
                   item.nspname, item.relname);
    EXECUTE format('GRANT DELETE ON %I.%I TO stellar_hot_flusher', item.nspname, item.relname);
    IF item.nspname = 'extra' AND item.relname = 'hot_state' THEN  -- how far the lake is
      GRANT UPDATE ON extra.hot_state TO stellar_hot_flusher;
    END IF;
    -- Before PostgreSQL 17 only an owner may VACUUM; there autovacuum does it, or a flusher that is in
    -- stellar_hot_owner too.
    IF current_setting('server_version_num')::INTEGER >= 170000 THEN
      EXECUTE format('GRANT MAINTAIN ON %I.%I TO stellar_hot_flusher', item.nspname, item.relname);
    END IF;
  END LOOP;

  FOR item IN
    SELECT p.oid::regprocedure AS signature, p.proname FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = 'extra'
       OR (n.nspname = home AND p.proname IN ('get_high_watermark', 'get_flush_candidates', 'cleanup_flushed_data'))
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO stellar_hot_owner', item.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', item.signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', item.signature,
                   CASE WHEN item.proname = 'cleanup_flushed_data' THEN 'stellar_hot_flusher'
                        ELSE 'stellar_hot_reader' END);
  END LOOP;
END;
$$;
