"""Y: the same organ over the years."""
