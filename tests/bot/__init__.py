"""The doors, driven as people and programs drive them."""
