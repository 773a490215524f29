WITH changed AS (UPDATE boxes SET weight = 1 RETURNING id) INSERT INTO tins (id) SELECT id FROM changed;
UPDATE crates SET weight = 2 WHERE true;
PREPARE weighing(integer) AS UPDATE sacks SET weight = $1;
EXECUTE weighing(3);
