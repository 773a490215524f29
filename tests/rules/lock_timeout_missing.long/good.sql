SELECT set_config('lock_timeout', '5s', false);
ALTER TABLE public.orders ADD CONSTRAINT placed_late CHECK (placed_at > '2020-01-01');
