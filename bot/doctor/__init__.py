"""What `zhicheng doctor` looks at, and how it says it."""
