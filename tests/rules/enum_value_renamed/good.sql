ALTER TYPE public.mood ADD VALUE 'happy';
CREATE TYPE public.tone AS ENUM ('low');
ALTER TYPE public.tone RENAME VALUE 'low' TO 'deep';
