-- Jobs are recorded and never run.
CREATE EXTENSION pg_cron;
SELECT cron.schedule('nightly', '0 3 * * *', 'DELETE FROM nowhere');
SELECT cron.schedule('nightly', '0 4 * * *', 'SELECT 1');
DO $$
DECLARE
   wrong text;
BEGIN
   ASSERT (SELECT count(*) = 1 AND min(schedule) = '0 4 * * *' FROM cron.job);
   ASSERT cron.schedule('30 seconds', 'SELECT 1') > 0;
   ASSERT cron.unschedule('nightly');
   FOREACH wrong IN ARRAY ARRAY['99 * * * *', 'every day', '* * * *'] LOOP
      BEGIN
         PERFORM cron.schedule(wrong, 'SELECT 1');
         ASSERT false, wrong;
      EXCEPTION WHEN invalid_parameter_value THEN
      END;
   END LOOP;
END $$;
