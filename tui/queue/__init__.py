"""The queue of findings: its filter as a line of words, its groups, and what a row shows."""
