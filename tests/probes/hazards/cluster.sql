-- finds: table-rewrite at public.parts
CLUSTER parts USING parts_code;
