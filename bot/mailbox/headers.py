"""Headers as the standard library reads them, the latest remembered: it reads the type of a mail anew a dozen times."""

from email.headerregistry import BaseHeader, HeaderRegistry
from functools import lru_cache

RECENT = 64  # headers, those of a few mails


class RecentHeaders(HeaderRegistry):
    """Reads headers; each of the latest once."""

    def __init__(self) -> None:
        super().__init__()
        self.read = lru_cache(RECENT)(super().__call__)

    def __call__(self, name: str, value: object) -> BaseHeader:
        """A header, read."""
        return self.read(name, value)
