"""The Telegram door, driven through a strict Bot API server of our own."""
