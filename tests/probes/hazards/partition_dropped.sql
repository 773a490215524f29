-- finds: table-dropped at public.sales_2024
DROP TABLE sales_2024;
