"""Folders and databases to nouns: migrations, replay, catalog and where each object comes from."""
