ALTER POLICY parcels_of_depot ON parcels
  USING ((SELECT current_setting('app.depot')::bigint) = depot_id) WITH CHECK (depot_id = current_setting('app.depot')::bigint);
