"""What the planner will need."""
