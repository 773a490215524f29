CREATE POLICY authors_change_hooks ON hooks FOR UPDATE TO authenticated
  USING (author_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())))
  WITH CHECK (author_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
