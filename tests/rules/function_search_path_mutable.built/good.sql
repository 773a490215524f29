CREATE SCHEMA reports;
CREATE MATERIALIZED VIEW reports.totals AS SELECT 1 AS total;
-- It names nothing itself; what it builds does: an empty path would not find it.
CREATE FUNCTION public.refresh_view(view_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF view_name <> 'totals' THEN
    RAISE EXCEPTION 'no such view';
  END IF;
  EXECUTE 'REFRESH MATERIALIZED VIEW ' || pg_catalog.quote_ident(view_name);
END
$$;
-- Nothing but Postgres's own: an empty path will do.
CREATE FUNCTION public.count_views() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM reports.totals WHERE total > 0
$$;
