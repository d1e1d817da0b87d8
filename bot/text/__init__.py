"""A value as lines for a person; nothing is read or written here."""
