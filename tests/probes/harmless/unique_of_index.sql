SET lock_timeout = '5s';
ALTER TABLE drafts ADD CONSTRAINT drafts_once UNIQUE USING INDEX drafts_id;
