CREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE, body text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
-- Who goes leaves these behind; and nobody asks whose those are.
CREATE TABLE reviews (id uuid PRIMARY KEY, user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL, body text NOT NULL);
ALTER TABLE reviews ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON reviews FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE visits (id uuid PRIMARY KEY, user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE, page text NOT NULL);
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
-- What happened stays, whoever is gone.
CREATE TABLE happenings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE,
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE happenings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON happenings FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
