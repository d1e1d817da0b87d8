"""Who asked to be deleted, beside what is kept, so that no copy that is put back brings them back.

A line each: the day, the deletion's own number, and a hash of what the person was called, from which neither can be
read. The file that the doors write knows by number which deletions it went through, and goes through the others when it
is opened. Nothing outlasts half a year in a copy, so neither need a deletion.
"""

import os
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bot import private_file
from bot.errors import StorageError
from bot.locale import _


class Deletion(NamedTuple):
    """One deletion of one person."""

    day: str
    number: str
    person: str

    @classmethod
    def of(cls, person: str, day: str) -> "Deletion":
        """A new one."""
        return cls(day, secrets.token_hex(8), person)


class Deletions:
    """A file of them; whoever changes it holds a transaction of the file that it stands beside."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> list[Deletion]:
        """Every deletion; none where there is no file."""
        try:
            lines = self.path.read_text(encoding="ascii").splitlines()
            return [Deletion(*line.split()) for line in lines]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            message = _("{path}: who was deleted cannot be read ({why})")
            raise StorageError(message.format(path=self.path, why=error)) from None

    def add(self, deletions: Iterable[Deletion]) -> None:
        """Write more of them down, safe from a loss of power."""
        lines = "".join(" ".join(each) + "\n" for each in deletions)
        try:
            private_file.touch(self.path)
            with self.path.open("a", encoding="ascii") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StorageError(f"{self.path}: {error.strerror}") from error

    def forget(self, before: date) -> None:
        """Drop those before a day."""
        known = self.all()
        left = [each for each in known if each.day >= before.isoformat()]
        if left != known:
            try:
                private_file.write(self.path, "".join(" ".join(each) + "\n" for each in left).encode("ascii"))
            except OSError as error:
                raise StorageError(f"{self.path}: {error.strerror}") from error
