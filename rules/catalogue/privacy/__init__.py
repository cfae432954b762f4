"""P: privacy."""
