SET lock_timeout = '5s';
ALTER TABLE parts ADD CONSTRAINT stock_not_negative CHECK (stock >= 0) NOT VALID;
