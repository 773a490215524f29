CREATE TABLE vans (id bigint PRIMARY KEY);
CREATE TABLE parcels (
  id bigint PRIMARY KEY,
  van_id bigint,
  CONSTRAINT parcel_van FOREIGN KEY (van_id) REFERENCES vans NOT ENFORCED
);
