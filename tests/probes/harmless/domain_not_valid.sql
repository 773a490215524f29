SET lock_timeout = '5s';
ALTER DOMAIN amount ADD CONSTRAINT not_negative CHECK (VALUE >= 0) NOT VALID;
