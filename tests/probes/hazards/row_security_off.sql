-- finds: policy-change-widens at public.parts
-- finds: policies-without-rls at public.parts
ALTER TABLE parts DISABLE ROW LEVEL SECURITY;
