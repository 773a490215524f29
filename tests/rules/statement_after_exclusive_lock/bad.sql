ALTER TABLE public.customers ADD COLUMN note text;
CREATE INDEX orders_by_time ON public.orders (placed_at);
