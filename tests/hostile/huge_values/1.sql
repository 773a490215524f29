SELECT repeat('x', 1000000000);
SELECT array_fill(0, ARRAY[10000, 10000]);
SELECT string_agg(repeat('x', 1000), '') FROM generate_series(1, 5000000);
SELECT jsonb_agg(repeat('x', 1000000)) FROM generate_series(1, 1000);
SELECT lpad('', 1000000000, 'x');
DO $$
DECLARE held text[] := '{}';
BEGIN
  LOOP held := held || repeat(md5(random()::text), 100000); END LOOP;
END $$;
CREATE TABLE kept (id bigint PRIMARY KEY, filler text);
INSERT INTO kept VALUES (1, repeat('x', 5000000));
