-- finds: not-null-scan at public.drafts
ALTER TABLE drafts ADD CONSTRAINT drafts_key PRIMARY KEY USING INDEX drafts_id;
