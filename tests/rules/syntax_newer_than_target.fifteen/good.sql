CREATE TABLE words (id bigint PRIMARY KEY, word text NOT NULL);
CREATE UNIQUE INDEX words_once ON words (word) NULLS NOT DISTINCT;
CREATE VIEW read WITH (security_invoker = true) AS SELECT id FROM words WHERE regexp_like(word, 'a');
MERGE INTO words USING (SELECT 1 AS id) AS new ON words.id = new.id WHEN MATCHED THEN DELETE;
