ALTER TABLE parcels DROP CONSTRAINT cost_not_negative;
ALTER TABLE parcels ALTER COLUMN cost TYPE numeric(12, 2);
ALTER TABLE parcels ADD CONSTRAINT cost_not_negative CHECK (cost >= 0) NOT VALID;
