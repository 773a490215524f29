-- finds: not-null-scan at public.drafts
ALTER TABLE drafts ALTER COLUMN id SET NOT NULL, ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
