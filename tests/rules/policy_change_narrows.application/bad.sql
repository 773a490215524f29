DROP POLICY parcels_of_depot ON parcels;
