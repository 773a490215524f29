"""Conditions as values, and how SQL becomes them."""
