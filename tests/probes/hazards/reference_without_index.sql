-- finds: foreign-key-without-index at public.orders.shop_id
CREATE TABLE orders (id bigint PRIMARY KEY, shop_id bigint NOT NULL REFERENCES shops ON DELETE CASCADE);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
