CREATE EXTENSION pg_cron;
CREATE EXTENSION http;
SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');
DO $$ BEGIN
  PERFORM status FROM http_get('https://example.com/');
END $$;
