CREATE TABLE words (id bigint PRIMARY KEY, word text NOT NULL, kept integer GENERATED ALWAYS AS (1) STORED);
ALTER TABLE words ALTER COLUMN kept SET EXPRESSION AS (2);
CREATE VIEW read AS SELECT id FROM words WHERE word IS JSON;
MERGE INTO words USING (SELECT 1 AS id) AS new ON words.id = new.id WHEN NOT MATCHED BY SOURCE THEN DELETE;
SELECT any_value(word), json_value('{"a": 1}', '$.a') FROM words;
