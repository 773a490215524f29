-- The common assertions pass and fail as they should, and count.
CREATE EXTENSION pgtap;
CREATE TABLE accounts (id bigint PRIMARY KEY, email text NOT NULL);
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts FOR SELECT USING (false);
CREATE INDEX accounts_email_idx ON accounts (email);
SELECT plan(3);
DO $$ BEGIN
   ASSERT ok(true, 'one') = 'ok 1 - one';
   ASSERT "is"(1, 2, 'two') LIKE E'not ok 2 - two\n# Failed test 2: "two"%have: 1%want: 2';
   ASSERT "is"(NULL::text, NULL) LIKE 'ok 3%';
   ASSERT (SELECT array_agg(line) FROM finish() AS line) = '{"# Looks like you failed 1 test of 3"}';
END $$;
SELECT * FROM no_plan();
DO $$ BEGIN
   ASSERT (SELECT bool_and(line LIKE 'ok %') FROM unnest(ARRAY[
      has_table('accounts'), has_table('public', 'accounts', 'there'), hasnt_table('nothing'), has_column('accounts', 'email'),
      has_column('public', 'accounts', 'email', 'there'), has_index('accounts', 'accounts_email_idx'), has_schema('public'),
      has_extension('pgtap'), has_role('postgres'), col_not_null('accounts', 'email'), col_type_is('accounts', 'email', 'text'),
      policies_are('public', 'accounts', ARRAY['own']::name[]), policy_cmd_is('public', 'accounts', 'own', 'select'),
      has_function('has_table'), isnt(1, 2), matches('abc'::text, '^a'), pass(),
      lives_ok('SELECT 1'), throws_ok('SELECT 1/0', '22012'), throws_ok('SELECT 1/0', 'division by zero', 'says so'),
      throws_like('SELECT 1/0', '%zero'), is_empty('SELECT * FROM accounts'), isnt_empty('VALUES (1)'),
      results_eq('SELECT n FROM generate_series(1, 2) AS n', ARRAY[1, 2]), results_eq('VALUES (1, 2)', 'SELECT 1, 2'),
      bag_eq('VALUES (1), (2)', 'VALUES (2), (1)'), set_eq('VALUES (1), (1)', 'VALUES (1)')]) AS line);
   ASSERT (SELECT bool_and(line LIKE 'not ok %') FROM unnest(ARRAY[
      fail(), hasnt_table('accounts'), has_column('accounts', 'gone'), lives_ok('SELECT 1/0'), throws_ok('SELECT 1'),
      throws_ok('SELECT 1/0', '42P01'), is_empty('VALUES (1)'), results_eq('VALUES (1)', 'VALUES (2)'),
      policies_are('public', 'accounts', ARRAY['own', 'other']::name[]), has_trigger('accounts', 'none')]) AS line);
END $$;
