BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE public.one ADD COLUMN note text;
COMMIT;
ALTER TABLE public.one ADD COLUMN other text;
ALTER TABLE public.two ADD COLUMN note text;
SET lock_timeout = 0;
ALTER TABLE public.three ADD COLUMN note text;
