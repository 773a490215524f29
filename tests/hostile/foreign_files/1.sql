CREATE EXTENSION file_fdw;
CREATE FOREIGN DATA WRAPPER files HANDLER pg_catalog.fdw_handler_in;
CREATE FOREIGN DATA WRAPPER nothing;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE secret (line text) SERVER files OPTIONS (filename '@secret@');
CREATE FOREIGN TABLE ran (line text) SERVER files OPTIONS (program 'touch @written@');
SELECT * FROM ran;
