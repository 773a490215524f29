CREATE TABLE public.calls (id bigint NOT NULL, kind text) PARTITION BY LIST (kind);
CREATE TABLE public.calls_in PARTITION OF public.calls FOR VALUES IN ('in');
