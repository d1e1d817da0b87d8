"""What the doors keep, in one SQLite file."""
