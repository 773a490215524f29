-- finds: table-rewrite at public.drafts
ALTER TABLE drafts SET UNLOGGED;
