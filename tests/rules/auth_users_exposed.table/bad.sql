GRANT SELECT (id, email) ON auth.users TO authenticated;
CREATE POLICY everybody ON auth.users FOR SELECT TO authenticated USING (true);
