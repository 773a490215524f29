"""The SQL that fixes are made of, and the SQL that takes them back."""
