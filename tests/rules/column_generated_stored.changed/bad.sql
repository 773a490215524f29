ALTER TABLE parcels ALTER COLUMN double_weight SET EXPRESSION AS (weight + weight);
