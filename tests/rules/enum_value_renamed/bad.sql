ALTER TYPE public.mood RENAME VALUE 'glad' TO 'happy';
