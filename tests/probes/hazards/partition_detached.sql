-- finds: partition-detach-not-concurrent at public.sales
ALTER TABLE sales DETACH PARTITION sales_2024;
