-- finds: view-bypasses-rls at public.priced
CREATE VIEW priced AS SELECT id, price FROM parts;
