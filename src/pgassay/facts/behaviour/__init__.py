"""What functions and triggers do to the application: whom they trust, what they guard, what they set off."""
