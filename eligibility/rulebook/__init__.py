"""The language of the rules, and how they are loaded."""
