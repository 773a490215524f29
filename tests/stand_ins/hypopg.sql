-- An index is named and never planned with.
CREATE EXTENSION hypopg;
CREATE TABLE things (id bigint);
SELECT * FROM hypopg_create_index('CREATE INDEX ON things (id)');
SELECT hypopg_reset();
SELECT count(*) FROM hypopg_list_indexes;
