CREATE TABLE IF NOT EXISTS plans (name text PRIMARY KEY, price numeric);
INSERT INTO plans VALUES ('free', 0), ('pro', 20);

CREATE TABLE IF NOT EXISTS rates (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, currency text, rate numeric);
INSERT INTO rates (currency, rate) VALUES ('EUR', 1.1);
INSERT INTO rates (currency, rate) SELECT 'GBP', 1.3;
