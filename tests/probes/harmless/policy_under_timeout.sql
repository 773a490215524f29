SET lock_timeout = '5s';
ALTER POLICY own ON parts
  USING (shop_id IN (SELECT m.shop_id FROM members AS m WHERE m.user_id = (SELECT auth.uid())))
  WITH CHECK (shop_id IN (SELECT m.shop_id FROM members AS m WHERE m.user_id = (SELECT auth.uid())));
