-- One statement too early is told by itself.
CREATE TABLE owners (id bigint PRIMARY KEY);
