CREATE TABLE plans (id bigint PRIMARY KEY, title text);

-- A function of the migration's counts as much as a statement of its own.
DO $$
BEGIN
    CREATE TABLE IF NOT EXISTS plans (
        id bigint PRIMARY KEY,
        title text,
        price numeric(10, 2) NOT NULL DEFAULT 0,
        notes text
    );
END
$$;
