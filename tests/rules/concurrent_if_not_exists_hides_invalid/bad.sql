CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_by_time ON public.orders (placed_at);
