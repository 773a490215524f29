"""The migration set as a whole."""
