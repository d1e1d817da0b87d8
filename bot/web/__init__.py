"""The web door: pages that need no script, and an API; it keeps nothing of anybody who does not ask for that."""
