-- finds: materialized-view-refresh-not-concurrent at public.stock_by_shop
REFRESH MATERIALIZED VIEW stock_by_shop;
