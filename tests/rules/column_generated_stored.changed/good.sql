ALTER TABLE parcels ALTER COLUMN triple_weight SET EXPRESSION AS (weight * 3 + 0);
