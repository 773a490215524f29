CREATE TABLE parcels (id bigint PRIMARY KEY, label text);
ALTER TABLE parcels ADD CONSTRAINT label_given NOT NULL label NOT VALID;
