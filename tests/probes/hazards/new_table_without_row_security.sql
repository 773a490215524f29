-- finds: rls-disabled at public.orders
CREATE TABLE orders (id bigint PRIMARY KEY, shop_id bigint NOT NULL REFERENCES shops);
CREATE INDEX orders_shop_id ON orders (shop_id);
