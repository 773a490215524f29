"""What the database should refuse."""
