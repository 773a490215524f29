ALTER TABLE parcels ADD COLUMN weight grams DEFAULT 1;
