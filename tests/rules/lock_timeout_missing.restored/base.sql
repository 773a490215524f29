CREATE TABLE public.one (id bigint PRIMARY KEY);
CREATE TABLE public.two (id bigint PRIMARY KEY);
