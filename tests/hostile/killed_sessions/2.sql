CREATE TABLE undone (id bigint);
SELECT kill_all();
CREATE TABLE done (id bigint);
