ALTER TABLE parcels ADD COLUMN shelf place DEFAULT 1;
ALTER TABLE parcels ADD COLUMN weight integer DEFAULT 1;
ALTER TABLE parcels ADD CONSTRAINT weight_positive CHECK (weight > 0) NOT VALID;
