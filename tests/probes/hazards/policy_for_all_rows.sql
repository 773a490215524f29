-- finds: policy-change-widens at public.parts
-- finds: policy-always-true at everything on public.parts
CREATE POLICY everything ON parts USING (true);
