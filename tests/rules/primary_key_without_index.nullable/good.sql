CREATE TABLE public.lines (id bigint PRIMARY KEY);
