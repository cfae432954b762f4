"""What screens are put together from; each widget draws from values and tells its screen by messages."""
