CREATE TABLE public.votes (id bigint PRIMARY KEY, poll bigint, cast_at date);
