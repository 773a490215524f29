CREATE TABLE boxes (id bigint PRIMARY KEY, full_up boolean NOT NULL, weight integer);
CREATE TABLE crates (id bigint PRIMARY KEY, weight integer);
CREATE TABLE sacks (id bigint PRIMARY KEY, weight integer);
CREATE TABLE tins (id bigint PRIMARY KEY, weight integer);
