CREATE TABLE public.scratch (id bigint PRIMARY KEY);
DROP TABLE public.scratch;
