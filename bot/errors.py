"""What can go wrong at the doors.

BotError          said to a person in one line
├── StorageError  what is kept cannot be read or written
├── NoSuchNumber  no answer has this number
├── SettingsError a setting is not known, or not as it must be
└── TelegramRefused  Telegram does not take the token, or cannot be asked at all
"""


class BotError(Exception):
    """The base of all; its text names what, where and what was allowed."""


class StorageError(BotError):
    """The file of conversations and answers cannot be opened, read or written."""


class NoSuchNumber(BotError):
    """A number that no answer has, or none in the state that is asked for."""


class SettingsError(BotError):
    """A setting that is refused."""


class TelegramRefused(BotError):
    """Telegram refuses to work with what it was given."""
