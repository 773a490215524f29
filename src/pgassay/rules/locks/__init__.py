"""What a change does to a database in use."""
