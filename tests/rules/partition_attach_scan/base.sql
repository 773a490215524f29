CREATE TABLE public.visits (id bigint NOT NULL, seen_at date NOT NULL) PARTITION BY RANGE (seen_at);
CREATE TABLE public.visits_1 PARTITION OF public.visits FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE public.visits_2 PARTITION OF public.visits FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE public.visits_3 (id bigint NOT NULL, seen_at date NOT NULL);
CREATE TABLE public.visits_4 (
  id bigint NOT NULL,
  seen_at date NOT NULL CHECK (seen_at >= '2023-01-01' AND seen_at < '2024-01-01')
);
