CREATE TABLE IF NOT EXISTS plans (name text PRIMARY KEY, price numeric);
INSERT INTO plans VALUES ('free', 0), ('pro', 20) ON CONFLICT DO NOTHING;
INSERT INTO plans SELECT 'team', 50 WHERE NOT EXISTS (SELECT FROM plans WHERE name = 'team');

-- The table is of this file: no row can be there before.
CREATE TABLE levels (name text PRIMARY KEY);
INSERT INTO levels VALUES ('low'), ('high');

-- The rows that were there go before.
CREATE TABLE IF NOT EXISTS words (word text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS codes (code text PRIMARY KEY);
DELETE FROM words;
INSERT INTO words VALUES ('yes'), ('no');
TRUNCATE codes;
INSERT INTO codes VALUES ('a');

-- Rows of other tables are moved, not stated.
CREATE TABLE IF NOT EXISTS copies (word text);
INSERT INTO copies SELECT word FROM words;
