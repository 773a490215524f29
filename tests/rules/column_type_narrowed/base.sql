CREATE TABLE public.customers (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.orders (
  id bigint NOT NULL,
  customer_id bigint,
  reference varchar(20) CHECK (length(reference) < 5),
  amount numeric(10, 2),
  quantity integer,
  placed_at timestamptz
);
