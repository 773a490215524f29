CREATE TABLE public.orders (shop bigint, number bigint NOT NULL, note text);
