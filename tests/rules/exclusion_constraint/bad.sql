ALTER TABLE public.orders ADD CONSTRAINT one_at_a_time EXCLUDE USING gist (tstzrange(placed_at, placed_at, '[]') WITH &&);
