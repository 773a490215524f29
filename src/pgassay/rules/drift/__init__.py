"""What is there against what was said to be there."""
