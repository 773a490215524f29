SET lock_timeout = '5s';
ALTER TABLE notes VALIDATE CONSTRAINT notes_part;
