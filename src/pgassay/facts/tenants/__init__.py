"""Whose rows are whose."""
