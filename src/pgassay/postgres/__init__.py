"""The only door to Postgres: its parser, its driver, a server, and quoting."""
