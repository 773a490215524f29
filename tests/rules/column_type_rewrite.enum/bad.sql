CREATE TYPE public.state_new AS ENUM ('open', 'shut', 'gone', 'lost');
ALTER TABLE public.lines ALTER COLUMN state TYPE public.state_new USING (state::text::public.state_new);
ALTER TYPE public.state RENAME TO state_old;
ALTER TYPE public.state_new RENAME TO state;
DROP TYPE public.state_old;
