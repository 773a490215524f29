SET lock_timeout = '5s';
ALTER TABLE notes ADD COLUMN shop_id bigint REFERENCES shops;
