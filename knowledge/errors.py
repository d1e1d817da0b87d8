"""What can go wrong with the knowledge.

KnowledgeError            said to a person in one line
├── SourceError           a notice's text, or its notice.yaml, is not as it must be
├── UnreadableDocument    a document that somebody sent has no text that can be read
├── LexiconError          a word list is not as it must be
├── UnknownNotice         no notice has this id
└── LibraryError          the store cannot be read or written
    └── DamagedLibrary    the store is not a library any more
"""


class KnowledgeError(Exception):
    """The base of all; its text names what, where and what was allowed."""


class SourceError(KnowledgeError):
    """A source that cannot be read, or that differs from what notice.yaml says of it."""


class UnreadableDocument(KnowledgeError):
    """A document whose text cannot be had: another format, a scan, damaged, too large."""


class LexiconError(KnowledgeError):
    """A file of the lexicon that does not have its form."""


class UnknownNotice(KnowledgeError):
    """An id that no notice of the library has."""


class LibraryError(KnowledgeError):
    """The SQLite file cannot be opened, read or written."""


class DamagedLibrary(LibraryError):
    """The SQLite file is there and is not a sound library."""


def refuse(error: KnowledgeError) -> None:
    """Take no fault: what is checked strictly hears of each fault by this."""
    raise error
