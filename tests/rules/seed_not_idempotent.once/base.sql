CREATE TABLE rates (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, currency text, rate numeric, valid boolean);
CREATE UNIQUE INDEX rates_valid ON rates (valid) WHERE valid;
CREATE TABLE units (name text PRIMARY KEY);
