"""What pgassay does: each verb takes paths or connections and returns a value."""
