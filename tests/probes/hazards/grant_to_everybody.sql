-- finds: grant-in-migration-widens at public.drafts
GRANT ALL ON drafts TO anon, PUBLIC;
