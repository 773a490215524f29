ALTER TABLE public.orders ADD COLUMN note text;
SET statement_timeout = '30s';
CREATE INDEX orders_by_time ON public.orders (placed_at);
