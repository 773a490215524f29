CREATE INDEX CONCURRENTLY orders_by_customer ON public.orders (customer);
CREATE TABLE public.returns (id bigint PRIMARY KEY, reason text);
CREATE INDEX returns_by_reason ON public.returns (reason);
CREATE MATERIALIZED VIEW public.customers AS SELECT DISTINCT customer FROM public.orders;
CREATE UNIQUE INDEX customers_by_name ON public.customers (customer);
