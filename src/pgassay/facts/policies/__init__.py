"""What policies ask, and who passes them."""
