"""The talk that finds the facts: what to ask next, what was said."""
