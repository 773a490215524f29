-- Versions 3 and 5 are the real ones.
CREATE EXTENSION "uuid-ossp";
DO $$ BEGIN
   ASSERT uuid_generate_v5(uuid_ns_dns(), 'www.example.com') = '2ed6657d-e927-568b-95e1-2665a8aea6a2';
   ASSERT uuid_generate_v3(uuid_ns_dns(), 'www.example.com') = '5df41881-3aed-3515-88a7-2f4a814cf09e';
   ASSERT uuid_generate_v4() <> uuid_generate_v4() AND substr(uuid_generate_v1()::text, 15, 1) = '1' AND uuid_nil()::text ~ '^[0-]+$';
END $$;
CREATE TABLE things (id uuid PRIMARY KEY DEFAULT uuid_generate_v4());
