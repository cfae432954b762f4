"""N: the narrative against the tables, against itself, against the calendar."""
