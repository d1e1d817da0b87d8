"""For officers: whether the rules hold, and what they cover."""
