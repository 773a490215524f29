CREATE TABLE parcels (id bigint PRIMARY KEY, label text);
CREATE DOMAIN grams AS integer CHECK (VALUE > 0) CHECK (VALUE::text <> 'VALUE');
CREATE DOMAIN place AS integer;
