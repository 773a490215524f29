DROP INDEX CONCURRENTLY IF EXISTS public.orders_by_time;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_by_time ON public.orders (placed_at);
CREATE INDEX CONCURRENTLY orders_by_amount ON public.orders (amount);
