"""L: table 4."""
