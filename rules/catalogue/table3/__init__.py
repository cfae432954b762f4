"""A: table 3."""
