"""How much of a document that somebody sent is read."""

from knowledge.value import Value


class ReadingLimits(Value):
    """How much of a document is read."""

    octets: int = 20_000_000  # as it was sent
    unpacked: int = 60_000_000  # of all parts of an archive together
    parts: int = 2_000
    markup: int = 8_000_000  # octets of one file of markup
    pages: int = 80
    seconds: float = 10.0  # after which no further page is turned
    characters: int = 200_000  # of the text
