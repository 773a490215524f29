-- finds: bypassrls-role-reachable at authenticated
ALTER ROLE clerk BYPASSRLS;
GRANT clerk TO authenticated;
