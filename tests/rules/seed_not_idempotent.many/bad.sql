-- What becomes of a second run is one thing to know of a folder.
CREATE TABLE IF NOT EXISTS plans (name text PRIMARY KEY, price numeric);
CREATE TABLE IF NOT EXISTS levels (name text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS words (word text);
CREATE TABLE IF NOT EXISTS codes (code text);
INSERT INTO plans VALUES ('free', 0);
INSERT INTO levels VALUES ('low'), ('high');
INSERT INTO words VALUES ('yes');
INSERT INTO codes VALUES ('a');
