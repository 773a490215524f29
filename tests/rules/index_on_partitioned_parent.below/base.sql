CREATE TABLE public.visits (id bigint NOT NULL, seen_at date NOT NULL) PARTITION BY RANGE (seen_at);
CREATE TABLE public.visits_1 PARTITION OF public.visits FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX visits_1_own ON public.visits_1 (id);
CREATE TABLE public.visits_2 PARTITION OF public.visits FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')
  PARTITION BY LIST (id);
CREATE TABLE public."Visits 2" PARTITION OF public.visits_2 FOR VALUES IN (1, 2, 3, 4, 5, 6, 7, 8, 9);
CREATE TABLE public.visits_2_rest PARTITION OF public.visits_2 DEFAULT;
