CREATE TABLE public.sales (id bigint PRIMARY KEY, amount numeric);
CREATE MATERIALIZED VIEW public.totals AS SELECT id, amount FROM public.sales;
CREATE UNIQUE INDEX totals_by_id ON public.totals (id);
