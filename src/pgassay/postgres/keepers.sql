-- Roles that own what migrations use and may not alter; none is a superuser, so nothing run as one of them is.
CREATE ROLE pgassay_recorder NOLOGIN NOINHERIT;
CREATE ROLE pgassay_extensions NOLOGIN NOINHERIT;
