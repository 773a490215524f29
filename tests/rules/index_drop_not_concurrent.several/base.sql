CREATE TABLE public.orders (id bigint PRIMARY KEY, customer text NOT NULL, placed_at timestamptz NOT NULL);
CREATE INDEX orders_by_customer ON public.orders (customer);
CREATE INDEX orders_by_time ON public.orders (placed_at) WHERE customer <> '';
CREATE TABLE public.visits (id bigint NOT NULL, seen_at date NOT NULL) PARTITION BY RANGE (seen_at);
CREATE TABLE public.visits_1 PARTITION OF public.visits FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX visits_by_id ON public.visits (id);
