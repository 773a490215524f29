CREATE TABLE public.sales (id bigint PRIMARY KEY, day date NOT NULL, total numeric NOT NULL);
CREATE MATERIALIZED VIEW public.daily AS SELECT day, sum(total) AS total FROM public.sales GROUP BY day;
CREATE MATERIALIZED VIEW public.recent AS SELECT id FROM public.sales WHERE day > '2024-01-01';
CREATE MATERIALIZED VIEW IF NOT EXISTS public.daily AS
  SELECT day, sum(total) AS total, count(*) AS sold FROM public.sales GROUP BY day;
CREATE MATERIALIZED VIEW IF NOT EXISTS public.recent AS SELECT id FROM public.sales WHERE day > '2025-01-01';
