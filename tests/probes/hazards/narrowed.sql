-- finds: column-type-narrowed at public.parts
DROP VIEW scarce;
ALTER TABLE parts ALTER COLUMN code TYPE varchar(5);
