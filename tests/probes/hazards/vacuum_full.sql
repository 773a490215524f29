-- finds: table-rewrite at public.parts
VACUUM FULL parts;
