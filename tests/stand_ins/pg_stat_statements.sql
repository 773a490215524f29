-- The views are there and empty.
CREATE EXTENSION pg_stat_statements;
DO $$ BEGIN
   ASSERT (SELECT count(*) = 0 AND sum(total_exec_time) IS NULL FROM pg_stat_statements WHERE query ~ 'x' AND mean_exec_time > 1);
   ASSERT (SELECT dealloc FROM pg_stat_statements_info) = 0 AND pg_stat_statements_reset() IS NOT NULL;
END $$;
