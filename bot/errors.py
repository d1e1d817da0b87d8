"""What can go wrong at the doors.

BotError                  said to a person in one line
├── SettingsError         a setting that is missing, not known, or not as it must be
├── StorageError          what is kept cannot be read or written
│   ├── DamagedStorage    its file is not what was written
│   ├── NoRoom            the disk is full
│   ├── NotWritable       the disk or its rights do not let it be written
│   ├── InUse             another process holds it for too long
│   └── NewerStorage      a newer version wrote it
├── NoSuchNumber          no answer has this number
├── LineError             a line of JSON, or a file of facts, that cannot be taken
├── Overdue               work on what somebody sent took too long and was broken off
├── Fault                 a fault of our own, at what somebody sent, which nobody foresaw
├── TelegramRefused       Telegram does not take the token, or cannot be asked at all
├── LettersError          the table of letters cannot be opened or written
├── LetterError           what was given as a mail is none
│   └── BrokenOff         work on one letter broke off, and would do so again
├── TemplateError         a template of the drafts cannot be filled in
└── MailboxError          the mail server does not do what was asked of it
    ├── Unreachable       it does not answer, or the connection broke
    ├── Untrusted         its certificate does not hold
    ├── Refused           it does not take the password
    └── Full              there is no room left for a draft
"""

from bot.locale import _


class BotError(Exception):
    """The base of all; its text names what, where and what was allowed."""


class SettingsError(BotError):
    """A setting that is missing, or that is refused."""


class StorageError(BotError):
    """The file of conversations and answers cannot be opened, read or written."""


class DamagedStorage(StorageError):
    """The file is there and is not what was written into it."""


class NoRoom(StorageError):
    """Nothing more fits on the disk; what is kept is whole."""


class NotWritable(StorageError):
    """The disk is read-only, or the account has no right to write; what is kept is whole."""


class InUse(StorageError):
    """Another process holds the file for longer than is waited."""


class NewerStorage(StorageError):
    """A newer version of this program wrote the file."""


class NoSuchNumber(BotError):
    """A number that no answer has, or none in the state that is asked for."""


class LineError(BotError):
    """JSON that is none, or that does not hold what was expected."""


class Overdue(BotError):
    """Work that did not end within its deadline (in seconds) and was broken off."""

    def __init__(self, seconds: float) -> None:
        super().__init__(_("This could not be answered within {seconds:g} s.").format(seconds=seconds))
        self.seconds = seconds


class Fault(BotError):
    """Work that failed as nobody foresaw; its place stands in the log under the number (hexadecimal digits)."""

    def __init__(self, number: str) -> None:
        text = _("Something went wrong here (error {number}). Please try again; if it stays so, send us this number.")
        super().__init__(text.format(number=number))


class TelegramRefused(BotError):
    """Telegram refuses to work with what it was given."""


class LettersError(BotError):
    """The table of letters cannot be opened, read or written."""


class LetterError(BotError):
    """Octets that are no mail."""


class BrokenOff(LetterError):
    """A letter at which reading or drafting broke off; `why` is a reason without a word of the letter's own."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TemplateError(BotError):
    """A template of the drafts that is missing, or that is not as it must be."""


class MailboxError(BotError):
    """The mail server refused what was asked of it."""


class Unreachable(MailboxError):
    """The mail server does not answer, or the connection to it broke."""


class Untrusted(MailboxError):
    """The mail server cannot prove that it is the one that was asked for."""


class Refused(MailboxError):
    """The mail server does not take the name and password."""


class Full(MailboxError):
    """The mailbox has no room left."""
