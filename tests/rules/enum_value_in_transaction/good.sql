ALTER TYPE public.mood ADD VALUE 'calm';
CREATE FUNCTION public.calm(person bigint) RETURNS void LANGUAGE sql SET search_path = '' AS $$ UPDATE public.people SET mood = 'sad' WHERE id = person $$;
CREATE TYPE public.tone AS ENUM ('low');
ALTER TYPE public.tone ADD VALUE 'high';
CREATE TABLE public.tones (tone public.tone DEFAULT 'high');
