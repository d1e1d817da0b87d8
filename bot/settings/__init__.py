"""Where things are and how they are set, checked."""
