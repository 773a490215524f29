ALTER TABLE parcels ALTER COLUMN cost TYPE numeric(12, 2);
