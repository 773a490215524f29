CREATE INDEX orders_by_time ON public.orders (placed_at);
