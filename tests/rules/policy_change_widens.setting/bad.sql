ALTER POLICY parcels_of_depot ON parcels USING (weight = 3);
