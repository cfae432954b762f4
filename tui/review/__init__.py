"""What the Review screen shows, worked out as plain values: no widget, no database."""
