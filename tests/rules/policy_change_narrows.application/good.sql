-- What is dropped and what is new changes nobody's reach into what stays.
DROP TABLE labels;
CREATE TABLE stamps (id bigint PRIMARY KEY);
ALTER TABLE parcels ADD COLUMN height integer;
