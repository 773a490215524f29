CREATE EXTENSION pg_cron;
SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');
SELECT cron.unschedule('nightly');
