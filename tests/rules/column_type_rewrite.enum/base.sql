CREATE TYPE public.state AS ENUM ('open', 'shut', 'gone');
CREATE TABLE public.lines (id bigint PRIMARY KEY, state public.state);
