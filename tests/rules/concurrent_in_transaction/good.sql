BEGIN;
CREATE TABLE public.notes (id bigint PRIMARY KEY);
COMMIT;
CREATE INDEX CONCURRENTLY orders_by_time ON public.orders (placed_at);
