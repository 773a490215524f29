-- pg_cron: jobs are checked and recorded in cron.job, and never run.

CREATE SCHEMA cron;
CREATE SEQUENCE cron.jobid_seq;
CREATE SEQUENCE cron.runid_seq;
CREATE TABLE cron.job (
   jobid bigint PRIMARY KEY DEFAULT pg_catalog.nextval('cron.jobid_seq'),
   schedule text NOT NULL,
   command text NOT NULL,
   nodename text NOT NULL DEFAULT 'localhost',
   nodeport integer NOT NULL DEFAULT 5432,
   database text NOT NULL DEFAULT pg_catalog.current_database(),
   username text NOT NULL DEFAULT CURRENT_USER,
   active boolean NOT NULL DEFAULT true,
   jobname text,
   CONSTRAINT jobname_username_uniq UNIQUE (jobname, username));
CREATE TABLE cron.job_run_details (
   jobid bigint,
   runid bigint PRIMARY KEY DEFAULT pg_catalog.nextval('cron.runid_seq'),
   job_pid integer, database text, username text, command text, status text, return_message text,
   start_time timestamptz, end_time timestamptz);
ALTER TABLE cron.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE cron.job_run_details ENABLE ROW LEVEL SECURITY;
CREATE POLICY cron_job_policy ON cron.job USING (username OPERATOR(pg_catalog.=) CURRENT_USER::text);
CREATE POLICY cron_job_run_details_policy ON cron.job_run_details
   USING (username OPERATOR(pg_catalog.=) CURRENT_USER::text);

CREATE FUNCTION cron.pgassay_check_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
   -- minute, hour, day of the month, month, day of the week: lists of values, ranges and steps
   unit CONSTANT text := '(\*|\d{1,2}(-\d{1,2})?)(/\d{1,2})?';
   month CONSTANT text := '(\*|(\d{1,2}|[a-z]{3})(-(\d{1,2}|[a-z]{3}))?)(/\d{1,2})?';
   fields text[] := regexp_split_to_array(lower(btrim(NEW.schedule)), '\s+');
   valid boolean;
BEGIN
   valid := CASE
      WHEN cardinality(fields) = 1 THEN
         fields[1] ~ '^@(yearly|annually|monthly|weekly|daily|midnight|hourly|reboot)$'
      WHEN cardinality(fields) = 2 THEN fields[1] ~ '^[1-5]?[0-9]$' AND fields[1] <> '0' AND fields[2] ~ '^seconds?$'
      WHEN cardinality(fields) = 5 THEN
         fields[1] ~ format('^%1$s(,%1$s)*$', unit) AND fields[2] ~ format('^%1$s(,%1$s)*$', unit)
         AND fields[3] ~ format('^(\$|%1$s(,%1$s)*)$', unit) AND fields[4] ~ format('^%1$s(,%1$s)*$', month)
         AND fields[5] ~ format('^%1$s(,%1$s)*$', month)
         AND NOT EXISTS (SELECT FROM regexp_matches(fields[1], '\d+', 'g') AS m WHERE m[1]::integer > 59)
         AND NOT EXISTS (SELECT FROM regexp_matches(regexp_replace(fields[2], '/\d+', '', 'g'), '\d+', 'g') AS m
                          WHERE m[1]::integer > 23)
      ELSE false
   END;
   IF NOT valid THEN
      RAISE invalid_parameter_value USING MESSAGE = format('invalid schedule: %s', NEW.schedule),
         HINT = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
   END IF;
   RETURN NEW;
END $$;
CREATE TRIGGER pgassay_check_schedule BEFORE INSERT OR UPDATE OF schedule ON cron.job
   FOR EACH ROW EXECUTE FUNCTION cron.pgassay_check_schedule();

CREATE FUNCTION cron.schedule(schedule text, command text) RETURNS bigint LANGUAGE sql VOLATILE STRICT
BEGIN ATOMIC
   INSERT INTO cron.job (schedule, command) VALUES ($1, $2) RETURNING jobid;
END;
CREATE FUNCTION cron.schedule(job_name text, schedule text, command text) RETURNS bigint LANGUAGE sql VOLATILE
BEGIN ATOMIC
   INSERT INTO cron.job (jobname, schedule, command) VALUES ($1, $2, $3)
   ON CONFLICT (jobname, username) DO UPDATE SET schedule = excluded.schedule, command = excluded.command
   RETURNING jobid;
END;
CREATE FUNCTION cron.schedule_in_database(
   job_name text, schedule text, command text, database text, username text DEFAULT NULL, active boolean DEFAULT true)
RETURNS bigint LANGUAGE sql VOLATILE
BEGIN ATOMIC
   INSERT INTO cron.job AS j (jobname, schedule, command, database, username, active)
   VALUES ($1, $2, $3, $4, coalesce($5, CURRENT_USER::text), $6)
   ON CONFLICT (jobname, username) DO UPDATE
      SET schedule = excluded.schedule, command = excluded.command, database = excluded.database,
          active = excluded.active
   RETURNING j.jobid;
END;
CREATE FUNCTION cron.alter_job(
   job_id bigint, schedule text DEFAULT NULL, command text DEFAULT NULL, database text DEFAULT NULL,
   username text DEFAULT NULL, active boolean DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
   UPDATE cron.job j
      SET schedule = coalesce($2, j.schedule), command = coalesce($3, j.command),
          database = coalesce($4, j.database), username = coalesce($5, j.username), active = coalesce($6, j.active)
    WHERE j.jobid = $1;
   IF NOT FOUND THEN
      RAISE internal_error USING MESSAGE = format('Job %s does not exist or you don''t own it', $1);
   END IF;
END $$;
CREATE FUNCTION cron.unschedule(job_id bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
   DELETE FROM cron.job j WHERE j.jobid = $1;
   IF NOT FOUND THEN
      RAISE internal_error USING MESSAGE = format('could not find valid entry for job ''%s''', $1);
   END IF;
   RETURN true;
END $$;
CREATE FUNCTION cron.unschedule(job_name text) RETURNS boolean LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
   DELETE FROM cron.job j WHERE j.jobname = $1 AND j.username = CURRENT_USER;
   IF NOT FOUND THEN
      RAISE internal_error USING MESSAGE = format('could not find valid entry for job ''%s''', $1);
   END IF;
   RETURN true;
END $$;

REVOKE ALL ON FUNCTION cron.schedule_in_database(text, text, text, text, text, boolean),
       cron.alter_job(bigint, text, text, text, text, boolean) FROM PUBLIC;
GRANT SELECT ON cron.job TO PUBLIC;
GRANT SELECT, DELETE ON cron.job_run_details TO PUBLIC;
GRANT USAGE ON SCHEMA cron TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON ALL TABLES IN SCHEMA cron TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON ALL SEQUENCES IN SCHEMA cron TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON ALL FUNCTIONS IN SCHEMA cron TO @extowner@ WITH GRANT OPTION;
-- Tables belong to no superuser: what checks a reference to them runs as their owner, a cast of a migration's included.
GRANT USAGE ON SCHEMA cron TO pgassay_extensions;
ALTER TABLE cron.job OWNER TO pgassay_extensions;
ALTER TABLE cron.job_run_details OWNER TO pgassay_extensions;
ALTER SEQUENCE cron.jobid_seq OWNER TO pgassay_extensions;
ALTER SEQUENCE cron.runid_seq OWNER TO pgassay_extensions;
