SELECT pg_catalog.lo_import('@secret@');
SELECT pg_catalog.lo_import('@secret@', 4711);
SELECT pg_catalog.lo_from_bytea(4712, '\x7f454c46');
SELECT pg_catalog.lo_export(4712, '@written@');
GRANT ALL ON LARGE OBJECT 4712 TO PUBLIC;
SELECT pg_catalog.lo_put(4712, 0, 'more');
