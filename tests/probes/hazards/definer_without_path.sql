-- finds: function-search-path-mutable at public.shop_count()
CREATE FUNCTION shop_count() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM shops';
