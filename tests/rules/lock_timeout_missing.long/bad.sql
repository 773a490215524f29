SET lock_timeout = '5s';
ALTER TABLE public.customers ADD COLUMN note text;
RESET lock_timeout;
ALTER TABLE public.customers ADD COLUMN other text;
ALTER TABLE public.orders ADD CONSTRAINT placed_late CHECK (placed_at > '2020-01-01');
