CREATE TABLE trips (id bigint PRIMARY KEY, origin text, seats text);
CREATE TABLE trips (id bigint PRIMARY KEY, origin inet);
CREATE TABLE IF NOT EXISTS trips (id bigint PRIMARY KEY, origin inet);
