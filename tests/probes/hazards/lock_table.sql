-- finds: lock-table at public.parts
LOCK TABLE parts IN EXCLUSIVE MODE;
