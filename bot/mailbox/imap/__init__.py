"""The mail server: connection, folders, drafts."""
