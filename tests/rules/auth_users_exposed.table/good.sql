GRANT SELECT (id, created_at) ON auth.users TO authenticated;
CREATE POLICY everybody ON auth.users FOR SELECT TO authenticated USING (true);
GRANT SELECT (email) ON auth.users TO anon;
