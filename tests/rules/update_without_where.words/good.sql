WITH changed AS (UPDATE boxes SET weight = 1 WHERE full_up RETURNING id)
INSERT INTO tins (id) SELECT id FROM changed;
UPDATE crates SET weight = 2 WHERE NOT true;
PREPARE weighing(integer) AS UPDATE sacks SET weight = $1 WHERE id = $1;
EXECUTE weighing(3);
