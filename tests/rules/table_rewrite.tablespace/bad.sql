ALTER TABLE public.orders SET TABLESPACE "fast ""disks"" ä";
