"""What policies let pass, over all that apply, and what that gives away."""
