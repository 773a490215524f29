SET lock_timeout = '5s';
CREATE INDEX orders_by_time ON public.orders (placed_at);
