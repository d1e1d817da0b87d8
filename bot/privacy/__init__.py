"""Numbers that say who somebody is, found in whatever form they are written."""
