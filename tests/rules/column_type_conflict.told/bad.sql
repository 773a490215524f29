-- What definition-skipped lists of the table is not told again for a definition that is refused.
CREATE TABLE trips (id bigint PRIMARY KEY, origin text, seats text);
CREATE TABLE trips (id bigint PRIMARY KEY, origin inet, seats integer);
CREATE TABLE IF NOT EXISTS trips (id bigint PRIMARY KEY, origin inet);
