-- finds: domain-constraint at public.parts
ALTER DOMAIN amount SET NOT NULL;
