"""C: copying."""
