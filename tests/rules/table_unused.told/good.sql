CREATE TABLE read_by_all (id bigint PRIMARY KEY);
GRANT SELECT ON read_by_all TO anon;
CREATE TABLE given (id bigint PRIMARY KEY);
ALTER TABLE given ENABLE ROW LEVEL SECURITY;
GRANT ALL ON TABLE given TO service_role;
CREATE TABLE taken (id bigint PRIMARY KEY);
ALTER TABLE taken ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON taken FROM anon, authenticated;
CREATE TABLE calls (id bigint PRIMARY KEY);
-- Service role only, no policies.
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
