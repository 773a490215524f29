CREATE TABLE read_by_all (id bigint PRIMARY KEY);
GRANT SELECT ON read_by_all TO anon;
-- Given to everybody, and locked by row security.
CREATE TABLE given (id bigint PRIMARY KEY);
ALTER TABLE given ENABLE ROW LEVEL SECURITY;
GRANT ALL ON TABLE given TO service_role, authenticated;
CREATE TABLE nobodys (id bigint PRIMARY KEY);
ALTER TABLE nobodys ENABLE ROW LEVEL SECURITY;
-- Written by a webhook: what stands before a definition is about that one.
CREATE TABLE calls (id bigint PRIMARY KEY);
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
