-- Other keys take the place of one; NOT NULL is another rule's.
ALTER TABLE public.usage DROP CONSTRAINT once, ALTER COLUMN org DROP NOT NULL;
CREATE UNIQUE INDEX usage_alone ON public.usage (who, month) WHERE org IS NULL;
CREATE UNIQUE INDEX usage_together ON public.usage (who, org, month) WHERE org IS NOT NULL;
