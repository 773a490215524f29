"""An independent judge of what changes and plans claim, with SQL of its own."""
