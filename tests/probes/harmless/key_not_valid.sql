SET lock_timeout = '5s';
ALTER TABLE notes ADD CONSTRAINT again FOREIGN KEY (part_id) REFERENCES parts NOT VALID;
