CREATE TABLE firms (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE staff (
  firm_id uuid NOT NULL REFERENCES firms (id),
  user_id uuid PRIMARY KEY REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'clerk'
);
CREATE TABLE traces (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), body text NOT NULL);
CREATE TABLE papers (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), body text NOT NULL);
CREATE TABLE drafts (id uuid PRIMARY KEY, firm_id uuid REFERENCES firms (id), body text NOT NULL);
ALTER TABLE firms ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE traces ENABLE ROW LEVEL SECURITY;
ALTER TABLE papers ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON staff FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
-- Bosses alone erase: what they are asked is not what those who write have.
CREATE POLICY boss ON traces FOR DELETE TO authenticated USING (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid()) AND s.part = 'boss'));
CREATE POLICY boss ON papers FOR DELETE TO authenticated USING (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid()) AND s.part = 'boss'));
CREATE POLICY see ON traces FOR SELECT TO authenticated USING (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid()) AND s.part = 'boss'));
CREATE POLICY see ON papers FOR SELECT TO authenticated USING (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid())));
-- A row without a firm can be meant: the test would refuse it.
CREATE POLICY see ON drafts FOR SELECT TO authenticated USING (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid())));
CREATE POLICY add ON traces FOR INSERT TO authenticated WITH CHECK (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid())));
CREATE POLICY add ON papers FOR INSERT TO authenticated WITH CHECK (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid())));
CREATE POLICY add ON drafts FOR INSERT TO authenticated WITH CHECK (firm_id IN (
  SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid())));
