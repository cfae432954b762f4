"""S: structure and form."""
