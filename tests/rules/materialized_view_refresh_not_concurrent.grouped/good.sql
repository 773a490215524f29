CREATE UNIQUE INDEX by_day_once ON public.by_day (day);
REFRESH MATERIALIZED VIEW CONCURRENTLY public.by_day;
