CREATE TABLE public.orders (id bigint, amount numeric(10, 2), placed_at timestamptz);
CREATE DOMAIN public.token AS text CHECK (value <> '');
