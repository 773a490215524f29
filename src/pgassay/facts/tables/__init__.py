"""What tables and their columns are for."""
