DO $$ BEGIN FOR i IN 1..150 LOOP EXECUTE format('CREATE TABLE many_%s (a int, b int, c int)', i); END LOOP; END $$;
CREATE TABLE not_reached (id bigint);
