CREATE INDEX CONCURRENTLY parts_title ON parts (title);
