"""The consultation mailbox: letters read, replies drafted; nothing is ever sent."""
