CREATE TABLE firms (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE workers (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), name text NOT NULL);
CREATE TABLE accounts (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  firm_id uuid REFERENCES firms (id),
  worker_id uuid REFERENCES workers (id)
);
CREATE TABLE badges (id uuid PRIMARY KEY, worker_id uuid NOT NULL REFERENCES workers (id), made_by uuid NOT NULL REFERENCES auth.users (id) DEFAULT auth.uid());
ALTER TABLE firms ENABLE ROW LEVEL SECURITY;
ALTER TABLE workers ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE badges ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts FOR SELECT TO authenticated USING (id = (SELECT auth.uid()));
CREATE POLICY ours ON workers FOR SELECT TO authenticated
  USING (firm_id IN (SELECT a.firm_id FROM accounts a WHERE a.id = (SELECT auth.uid())));
-- The worker's row is named by the account, which is what says where its user belongs.
CREATE POLICY mine ON workers FOR UPDATE TO authenticated
  USING (id IN (SELECT a.worker_id FROM accounts a WHERE a.id = (SELECT auth.uid())));
CREATE POLICY mine ON badges FOR SELECT TO authenticated
  USING (worker_id IN (SELECT a.worker_id FROM accounts a WHERE a.id = (SELECT auth.uid())));
CREATE TABLE options (
  id uuid PRIMARY KEY,
  firm_id uuid REFERENCES firms (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  word text NOT NULL
);
ALTER TABLE options ENABLE ROW LEVEL SECURITY;
CREATE POLICY add ON options FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid())
  AND firm_id IN (SELECT a.firm_id FROM accounts a WHERE a.id = (SELECT auth.uid())));
CREATE POLICY ours ON options FOR SELECT TO authenticated
  USING (firm_id IN (SELECT a.firm_id FROM accounts a WHERE a.id = (SELECT auth.uid())));
CREATE POLICY made ON badges FOR DELETE TO authenticated USING (made_by = (SELECT auth.uid()));
CREATE POLICY kept ON options FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
