CREATE TABLE public.sales (id bigint PRIMARY KEY, sold_at timestamptz NOT NULL, amount numeric);
CREATE MATERIALIZED VIEW public.by_day AS
SELECT date_trunc('day', sold_at) AS day, sum(amount) AS amount FROM public.sales GROUP BY date_trunc('day', sold_at);
CREATE MATERIALIZED VIEW public.large AS SELECT amount, id AS sale FROM public.sales WHERE amount > 100;
CREATE MATERIALIZED VIEW public.parts AS SELECT id, unnest(ARRAY[amount, -amount]) AS part FROM public.sales;
CREATE MATERIALIZED VIEW public.pairs AS
SELECT one.id FROM public.sales AS one JOIN public.sales AS other ON other.amount = one.amount;
