ALTER INDEX rooms_by_floor SET TABLESPACE "quick disk";
DO $$ BEGIN ALTER INDEX rooms_pkey SET TABLESPACE "quick disk"; END $$;
ALTER INDEX rooms_apart SET TABLESPACE "quick disk";
