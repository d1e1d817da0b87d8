"""Erasing people from what is kept, in this file and in every older copy of it that is ever put back."""

from collections.abc import Iterable
from datetime import date

from bot.storage.database import Database
from bot.storage.deletions import Deletion, Deletions
from bot.storage.faults import set_aside_at
from bot.storage.sweeping import mark

OF_A_PERSON = ("conversation", "answer", "token", "delivery", "message", "set_aside")
PEOPLE = " UNION ".join(f"SELECT person FROM {table}" for table in OF_A_PERSON)  # noqa: S608  # our own names


class Erasing:
    """Deletes people's rows, and keeps the list of deletions that stands beside the file."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.list = Deletions(database.path.with_suffix(".deleted"))

    def erase(self, person: str) -> None:
        """Delete everything of one person, in groups too; whoever calls this holds the transaction.

        From a damaged file no row can be deleted for certain, so those that were put aside go as a whole.
        """
        own = person.partition("/")[0]
        deletion = Deletion.of(self.hidden(own), self.database.today)
        self.list.add([deletion])
        for aside in set_aside_at(self.database.path):
            aside.unlink(missing_ok=True)
        self._delete_rows(own)
        self.note([deletion])

    def go_through(self) -> int:
        """Delete the people whose deletion this file has not seen, since it is an older copy; how many had rows."""
        if not self.unseen():
            return 0
        with self.database.transaction():
            unseen = self.unseen()
            hidden = {each.person for each in unseen}
            people = {person.partition("/")[0] for (person,) in self.database.rows(PEOPLE)}
            gone = [own for own in people if self.hidden(own) in hidden]
            for own in gone:
                self._delete_rows(own)
            self.note(unseen)
        self.database.sweeper.want()
        return len(gone)

    def forget(self, before: date) -> None:
        """Drop the deletions before a day: no copy holds anything that is as old."""
        with self.database.transaction():
            self.list.forget(before)
            self.database.rows("DELETE FROM deletion WHERE kept_on < ?", before.isoformat())

    def unseen(self) -> list[Deletion]:
        """The deletions on the list that this file has not seen."""
        seen = {number for (number,) in self.database.rows("SELECT number FROM deletion")}
        return [each for each in self.list.all() if each.number not in seen]

    def hidden(self, own: str) -> str:
        """What a person is called on the list, where nothing is to be found by what they are called here."""
        return self.database.person("deleted", own)

    def _delete_rows(self, own: str) -> None:
        """Delete the rows of one person."""
        for table in OF_A_PERSON:
            query = f"DELETE FROM {table} WHERE person = ? OR person GLOB ?"  # noqa: S608  # our own names
            self.database.rows(query, own, f"{own}/*")

    def note(self, deletions: Iterable[Deletion]) -> None:
        """Note that this file went through deletions, and that it is to be swept."""
        for each in deletions:
            self.database.rows("INSERT OR IGNORE INTO deletion VALUES (?, ?)", each.number, each.day)
        mark(self.database.connection)
