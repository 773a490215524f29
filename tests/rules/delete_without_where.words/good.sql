-- Each asks something of a row, is never true, or is never run.
WITH gone AS (DELETE FROM boxes WHERE full_up RETURNING id) SELECT count(*) FROM gone;
DELETE FROM crates WHERE true AND weight > 3;
PREPARE emptying AS DELETE FROM sacks;
PREPARE lightening(integer) AS DELETE FROM sacks WHERE weight > $1;
EXECUTE lightening(70);
DELETE FROM tins WHERE 1 = 2 OR NULL = NULL OR false;
