"""The decision: facts and rules → a verdict with its reasons."""
