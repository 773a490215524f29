-- finds: table-rewrite at public.scratch
ALTER TABLE scratch SET LOGGED;
