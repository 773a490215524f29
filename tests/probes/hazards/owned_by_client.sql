-- finds: bypassrls-role-reachable at anon
GRANT anon TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO anon;
ALTER TABLE parts OWNER TO anon;
