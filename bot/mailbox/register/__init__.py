"""The table of letters: what came, and what became of it."""
