"""The door in the terminal: chat and the self-check."""
