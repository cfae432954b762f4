"""O: other organs."""
