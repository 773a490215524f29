CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE TABLE public.people (id bigint PRIMARY KEY, mood public.mood NOT NULL);
