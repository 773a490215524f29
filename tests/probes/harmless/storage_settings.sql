ALTER TABLE parts SET (fillfactor = 80);
ALTER TABLE parts ALTER COLUMN title SET STATISTICS 500;
COMMENT ON TABLE parts IS 'what is sold';
