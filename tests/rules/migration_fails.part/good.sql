-- Names that such a build has from the start.
CREATE TABLE people (id bigint PRIMARY KEY, name text COLLATE "de-DE-x-icu", town text COLLATE "en_US.utf8");
CREATE COLLATION german FROM "de-x-icu";
CREATE TABLE papers (id bigint PRIMARY KEY, title text COLLATE german, body xml);
