-- finds: owner-not-forced at public.notes
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
