BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE public.one ADD COLUMN note text;
ALTER TABLE public.two ADD COLUMN note text;
ALTER TABLE public.three ADD COLUMN note text;
COMMIT;
