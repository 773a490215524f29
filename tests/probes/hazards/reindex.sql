-- finds: reindex-not-concurrent at public.parts
REINDEX INDEX parts_code;
