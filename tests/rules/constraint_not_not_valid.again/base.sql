CREATE TABLE parcels (id bigint PRIMARY KEY, cost numeric(8, 2), CONSTRAINT cost_not_negative CHECK (cost >= 0));
