-- A row is a role and a member of it; grants of one membership by several grantors are one row.
SELECT
    m.role COLLATE "C" AS role,
    m.member COLLATE "C" AS member,
    pg_catalog.bool_or(m.inherits) AS inherits,
    pg_catalog.bool_or(m.can_set) AS can_set,
    pg_catalog.bool_or(m.admin_option) AS admin
-- Before 16 the member's own INHERIT decides and every member may SET ROLE: names found in the outer row.
FROM (SELECT NULL::boolean AS inherit_option, true AS set_option) AS older
CROSS JOIN LATERAL (
    SELECT
        r.rolname AS role,
        u.rolname AS member,
        coalesce(inherit_option, u.rolinherit) AS inherits,
        set_option AS can_set,
        admin_option
    FROM pg_catalog.pg_auth_members AS a
    JOIN pg_catalog.pg_roles AS r ON r.oid = a.roleid
    JOIN pg_catalog.pg_roles AS u ON u.oid = a.member
    WHERE u.rolname NOT LIKE 'pg\_%'
) AS m
GROUP BY m.role, m.member
ORDER BY role, member
