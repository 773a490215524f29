CREATE FUNCTION public.spring() RETURNS boolean LANGUAGE plpgsql AS $trap$
BEGIN
  BEGIN EXECUTE 'RESET ROLE'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'ALTER ROLE postgres SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'CREATE ROLE sprung SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @written@'''; EXCEPTION WHEN OTHERS THEN NULL; END;
  RETURN true;
END $trap$;

CREATE FUNCTION fixed(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE FUNCTION fixed(bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE DOMAIN checked AS text DEFAULT fixed('x') CHECK (fixed(VALUE) IS NOT NULL);
CREATE TABLE host (
  id bigint PRIMARY KEY DEFAULT fixed(1),
  tenant_id uuid,
  word text DEFAULT fixed('word') CHECK (fixed(word) <> ''),
  copied text GENERATED ALWAYS AS (fixed(word)) STORED,
  read text GENERATED ALWAYS AS (fixed('read')) VIRTUAL,
  guarded checked
);
INSERT INTO host (id) SELECT generate_series(1, 20);
CREATE INDEX ON host (fixed(word)) WHERE fixed(word) IS NOT NULL;
CREATE INDEX ON host (id) WHERE fixed('constant') = 'constant';
CREATE STATISTICS stats ON (fixed(word)), (fixed(id)) FROM host;
ANALYZE host;
REINDEX TABLE host;
CREATE TABLE parts (id bigint, word text) PARTITION BY RANGE (fixed(id));
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (fixed(0)) TO (fixed(100));
CREATE TABLE parts_2 PARTITION OF parts DEFAULT;
INSERT INTO parts SELECT generate_series(1, 200);
CREATE VIEW seen AS SELECT fixed(word) AS word, public.spring() AS sprung FROM host;
CREATE VIEW folded AS SELECT fixed('constant') AS word;
CREATE MATERIALIZED VIEW kept AS SELECT fixed(word) AS word FROM host;
REFRESH MATERIALIZED VIEW kept;
CREATE FUNCTION sprung() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN NEW; END $$;
CREATE TRIGGER sprung BEFORE INSERT OR UPDATE ON host FOR EACH ROW EXECUTE FUNCTION sprung();
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON host DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sprung();
INSERT INTO host (id) VALUES (100);
ALTER TABLE host ENABLE ROW LEVEL SECURITY;
CREATE POLICY sprung ON host USING (public.spring()) WITH CHECK (fixed('x') = 'x' AND public.spring());
CREATE RULE sprung AS ON DELETE TO host DO ALSO SELECT public.spring();
CREATE FUNCTION total(bigint, bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS
  $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE AGGREGATE max(bigint) (SFUNC = total, STYPE = bigint, INITCOND = '0');
CREATE FUNCTION auth_helper() RETURNS uuid LANGUAGE plpgsql STABLE AS $$ BEGIN PERFORM public.spring(); RETURN NULL; END $$;
CREATE POLICY more ON host FOR SELECT TO authenticated USING (tenant_id = (SELECT auth_helper()));
GRANT ALL ON host TO anon, authenticated;
VACUUM FULL host;
CLUSTER host USING host_pkey;
CREATE TABLE rewritten (id bigint);
INSERT INTO rewritten VALUES (1);
ALTER TABLE rewritten ADD COLUMN word text DEFAULT fixed('x');
ALTER TABLE rewritten ALTER COLUMN id TYPE text USING fixed(id)::text;
ALTER TABLE rewritten ADD CHECK (fixed(id) <> '');
