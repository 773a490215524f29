"""What function bodies do, read statement by statement."""
