SET lock_timeout = '5s';
ALTER TABLE notes ADD CONSTRAINT notes_key PRIMARY KEY USING INDEX notes_id;
