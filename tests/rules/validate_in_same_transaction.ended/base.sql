CREATE TABLE vans (id bigint PRIMARY KEY, seats integer, doors integer);
