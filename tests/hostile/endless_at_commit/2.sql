CREATE TABLE undone (id bigint);
INSERT INTO t VALUES (1);
