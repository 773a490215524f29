"""The nouns: frozen values that the other floors pass to each other."""
