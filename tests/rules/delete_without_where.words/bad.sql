WITH gone AS (DELETE FROM boxes RETURNING id) SELECT count(*) FROM gone;
DELETE FROM crates WHERE true OR weight > 3;
PREPARE emptying AS DELETE FROM sacks;
EXECUTE emptying;
DELETE FROM tins WHERE 'a' = 'a' AND 1 = 1;
