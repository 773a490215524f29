CREATE TABLE depots (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE parcels (
  id bigint PRIMARY KEY,
  depot_id bigint NOT NULL REFERENCES depots (id),
  weight integer NOT NULL
);
CREATE TABLE labels (id bigint PRIMARY KEY, parcel_id bigint NOT NULL REFERENCES parcels (id));
ALTER TABLE parcels ENABLE ROW LEVEL SECURITY;
CREATE POLICY parcels_of_depot ON parcels USING (depot_id = current_setting('app.depot')::bigint);
