"""D: table 2."""
