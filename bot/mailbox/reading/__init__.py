"""Octets → a letter."""
