"""A letter → the draft of a reply."""
