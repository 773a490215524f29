CREATE TABLE public.orders (id bigint PRIMARY KEY, customer text NOT NULL, placed_at timestamptz NOT NULL);
CREATE TABLE public.lines (id bigint PRIMARY KEY, order_id bigint NOT NULL, goods text NOT NULL);
