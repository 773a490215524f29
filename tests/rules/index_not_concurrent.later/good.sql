CREATE UNIQUE INDEX CONCURRENTLY lines_once ON public.lines (order_id, lower(goods)) INCLUDE (id);
