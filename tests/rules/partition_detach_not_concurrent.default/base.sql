CREATE TABLE public.visits (id bigint NOT NULL, seen_at date NOT NULL) PARTITION BY RANGE (seen_at);
CREATE TABLE public.visits_1 PARTITION OF public.visits FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE public.visits_rest PARTITION OF public.visits DEFAULT;
