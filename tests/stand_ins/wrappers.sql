-- Present; wrappers themselves are made by statements of their own.
CREATE EXTENSION wrappers;
SELECT count(*) FROM wrappers_fdw_stats;
