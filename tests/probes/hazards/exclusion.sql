-- finds: exclusion-constraint at public.notes
ALTER TABLE notes ADD CONSTRAINT apart EXCLUDE USING btree (id WITH =);
