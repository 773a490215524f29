-- finds: collation-change at public.parts
DROP VIEW scarce;
ALTER TABLE parts ALTER COLUMN code TYPE varchar(10) COLLATE "C";
