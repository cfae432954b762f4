"""The catalogue: one rule a file, grouped by family."""
