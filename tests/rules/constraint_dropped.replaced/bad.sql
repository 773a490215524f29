-- A unique index makes up for a key, and not for a CHECK.
ALTER TABLE public.usage DROP CONSTRAINT small;
CREATE UNIQUE INDEX usage_alone ON public.usage (who, month) WHERE org IS NULL;
