"""The library: one SQLite file, built from the notices, read, ranked and sealed."""
