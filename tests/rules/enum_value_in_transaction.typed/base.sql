CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE TYPE public.tone AS ENUM ('sad');
CREATE TYPE public.hue AS ENUM ('red');
CREATE TABLE public.people (id bigint PRIMARY KEY, mood public.mood, note text);
