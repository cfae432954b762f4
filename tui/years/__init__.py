"""The year chain: its lines, and what it says about the text."""
