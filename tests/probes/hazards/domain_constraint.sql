-- finds: domain-constraint at public.parts
ALTER DOMAIN amount ADD CONSTRAINT not_negative CHECK (VALUE >= 0);
