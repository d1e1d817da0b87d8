"""The table of letters: which have been seen, who works on them, and what became of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from bot.locale import N_
from bot.mailbox.register.lease import holder, is_alive
from bot.mailbox.register.letter_row import UNFINISHED, LetterRow, State
from bot.mailbox.register.letters_file import LettersFile
from bot.mailbox.register.retention import KEPT_DAYS, forget_words

LEASE = 300.0  # seconds for which a letter is whose it is; longer than the server is waited for
LIMIT = 10  # a letter at which the program stopped so often is left to staff
STOPPED = N_("the program stopped at it again and again")


@dataclass(frozen=True)
class Folder:
    """A folder as it was last seen. `since`: what came earlier is left alone. `upto`: the last UID looked at."""

    name: str
    validity: int
    since: date
    upto: int = 0


@dataclass(frozen=True)
class Removal:
    """A draft that is to be taken back, unless staff have changed it."""

    draft: str
    digest: str


class Letters(LettersFile):
    """One file of letters. Nothing that is written here is lost by a crash of this program."""

    def find(self, where: str, *values: object) -> list[LetterRow]:
        """The letters for which a condition of SQL holds; its text is never made of data."""
        rows = self.connection.execute(f"SELECT * FROM letter WHERE {where}", values)  # noqa: S608
        return [LetterRow(**dict(row)) for row in rows]

    def list_all(self) -> list[LetterRow]:
        """Every letter, in the order in which they came."""
        return self.find("TRUE ORDER BY received, rowid")

    def list_since(self, day: date) -> list[LetterRow]:
        """The letters that came from a day on, in their order."""
        return self.find("received >= ? ORDER BY received", day.isoformat())

    def list_outdated(self, library: str | None, *, again: bool) -> list[LetterRow]:
        """The letters whose draft was made from another library; `again`: whose draft stands, all of them."""
        condition = "state = 'drafted' AND attempts < ? AND (? OR library IS NOT ?)"
        return self.find(condition, LIMIT, again, library)

    def list_named(self, message: str) -> list[LetterRow]:
        """The letters of a Message-ID's digest that are not closed."""
        return self.find("message = ? AND state <> 'closed'", message)

    def find_answered(self, letter: str, message: str) -> LetterRow | None:
        """The letter that a draft answers, by its id or by the digest of the Message-ID that it replies to."""
        return self.first("id = ? OR (message <> '' AND message = ?)", letter, message)

    def find_drafted_as(self, draft: str) -> LetterRow | None:
        """The letter whose draft bears a Message-ID."""
        return self.first("draft = ?", draft)

    def find_on_matter(self, writers: Sequence[str], matter: str, until: str) -> LetterRow | None:
        """The latest letter up to a moment from one of these writers, on a matter, that waits for an answer."""
        marks = ", ".join("?" * len(writers))
        return self.first(
            f"(sender IN ({marks}) OR answer_to IN ({marks})) AND subject = ? AND received <= ? "
            "AND state IN ('drafted', 'aside', 'skipped') ORDER BY received DESC",
            *(*writers, *writers, matter, until),
        )

    def first(self, where: str, *values: object) -> LetterRow | None:
        """The first letter for which a condition of SQL holds."""
        return next(iter(self.find(f"{where} LIMIT 1", *values)), None)

    def get(self, letter: str) -> LetterRow | None:
        """One letter."""
        return self.first("id = ?", letter)

    def note(self, letter: str, **columns: object) -> None:
        """Write some columns of a letter; their names are never made of data."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self.connection.execute(f"UPDATE letter SET {names} WHERE id = ?", [*columns.values(), letter])  # noqa: S608

    def acquaint(self, name: str, validity: int, since: date) -> Folder:
        """A folder as it was last seen; one that is new, or whose UIDs are, starts from its first UID.

        A day of the first look that lies behind today's was taken from a clock that was ahead: it goes back.
        """
        row = self.connection.execute("SELECT * FROM folder WHERE name = ?", [name]).fetchone()
        since = min(since, date.fromisoformat(row["since"])) if row else since
        if row is not None and row["validity"] == validity:
            return Folder(name, validity, since, row["upto"])
        folder = Folder(name, validity, since)
        with self.at_once():
            self.connection.execute(
                "INSERT OR REPLACE INTO folder VALUES (?, ?, ?, 0)", [name, validity, folder.since.isoformat()]
            )
            self.connection.execute("DELETE FROM place WHERE folder = ?", [name])
        return folder

    def places(self, folder: Folder) -> dict[int, str]:
        """The letter at each UID of a folder that has been seen."""
        rows = self.connection.execute(
            "SELECT uid, letter FROM place WHERE folder = ? AND validity = ?", [folder.name, folder.validity]
        )
        return {row["uid"]: row["letter"] for row in rows}

    def uid_of(self, letter: str, folder: str) -> int | None:
        """The UID at which a letter lies in a folder, where it has been seen."""
        row = self.connection.execute(
            "SELECT max(uid) AS uid FROM place WHERE letter = ? AND folder = ?", [letter, folder]
        ).fetchone()
        return row["uid"] if row else None

    def enrol(self, entry: LetterRow, folder: Folder, uid: int) -> LetterRow:
        """The row of the letter at a UID: the one it has there, else this one, written where it is not there yet."""
        known = self.at(folder, uid)
        if known is not None:
            return known
        with self.at_once():
            values = asdict(entry)
            marks = ", ".join("?" * len(values))
            self.connection.execute(
                f"INSERT OR IGNORE INTO letter ({', '.join(values)}) VALUES ({marks})",  # noqa: S608  # our own names
                list(values.values()),
            )
            self.connection.execute(
                "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?)", [folder.name, folder.validity, uid, entry.id]
            )
        return self.get(entry.id) or entry

    def at(self, folder: Folder, uid: int) -> LetterRow | None:
        """The letter that lies at a UID, where it has been seen."""
        there = "id = (SELECT letter FROM place WHERE folder = ? AND validity = ? AND uid = ?)"
        return self.first(there, folder.name, folder.validity, uid)

    def identify(self, arrived: LetterRow, own: LetterRow) -> bool:
        """Give a letter that has been read its own row instead of its arrival's; False where it had one before."""
        if arrived.id == own.id:
            return True
        with self.at_once():
            self.connection.execute("UPDATE place SET letter = ? WHERE letter = ?", [own.id, arrived.id])
            if self.get(own.id) is not None:
                self.connection.execute("DELETE FROM letter WHERE id = ?", [arrived.id])
                return False
            self.note(
                arrived.id,
                id=own.id,
                message=own.message,
                sender=own.sender,
                answer_to=own.answer_to,
                subject=own.subject,
            )
        return True

    def claim(self, letter: str, states: Sequence[State], now: float) -> bool:
        """Take a letter in one of these states to work on for a while; False where another has it, or had it before."""
        marks = ", ".join("?" * len(states))
        done = self.connection.execute(
            f"UPDATE letter SET holder = ?, leased_until = ?, attempts = attempts + 1 "  # noqa: S608
            f"WHERE id = ? AND state IN ({marks}) AND (holder IS NULL OR holder = ? OR leased_until < ?)",
            [holder(), now + LEASE, letter, *states, holder(), now],
        )
        return done.rowcount == 1

    def release(self, letter: str, state: State | None = None, **columns: object) -> None:
        """Let go of a letter that was worked on to an end; this was no failed attempt."""
        more = {**({"state": state} if state else {}), **columns}
        self.note(letter, holder=None, leased_until=None, attempts=0, **more)

    def release_dead(self) -> None:
        """Let go of the letters that a process of this machine had when it died."""
        rows = self.connection.execute("SELECT DISTINCT holder FROM letter WHERE holder IS NOT NULL").fetchall()
        for (name,) in rows:
            if not is_alive(name):
                self.connection.execute("UPDATE letter SET holder = NULL, leased_until = NULL WHERE holder = ?", [name])

    def give_up(self) -> None:
        """Set the letters aside at which this program has stopped or failed too often.

        One that this process seems to have was in the hands of another that bore its name, as in a container.
        """
        marks = ", ".join("?" * len(UNFINISHED))
        self.connection.execute(
            f"UPDATE letter SET state = 'aside', why = coalesce(why, ?), holder = NULL, leased_until = NULL "  # noqa: S608
            f"WHERE state IN ({marks}) AND attempts >= ? AND (holder IS NULL OR holder = ?)",
            [STOPPED, *UNFINISHED, LIMIT, holder()],
        )

    def take_up_again(self) -> None:
        """Let the letters that were set aside be tried anew."""
        self.connection.execute("UPDATE letter SET state = 'new', why = NULL, attempts = 0 WHERE state = 'aside'")

    def list_unfinished(self) -> list[LetterRow]:
        """The letters that still lack a draft and may be tried."""
        marks = ", ".join("?" * len(UNFINISHED))
        return self.find(f"state IN ({marks}) AND attempts < ?", *UNFINISHED, LIMIT)

    def write_ahead(self, entry: LetterRow, draft: str, **contents: object) -> None:
        """Say which draft is about to be stored; the one that stood before is to be taken back after that."""
        with self.at_once():
            if entry.draft and entry.draft != draft:
                self.take_back(entry)
            self.note(entry.id, state="drafting", draft=draft, version=entry.version + 1, **contents)

    def mark_drafted(self, entry: LetterRow, at: datetime, earlier: LetterRow | None) -> None:
        """Say that the draft stands; one for the same question from the same sender is joined to it."""
        with self.at_once():
            self.release(entry.id, "drafted", drafted_at=at.isoformat(timespec="seconds"), why=None)
            if earlier:
                self.take_back(earlier)
                self.note(earlier.id, state="joined")
                self.lead(earlier, entry)

    def take_back(self, entry: LetterRow) -> None:
        """Remember that a letter's draft is to be removed."""
        self.connection.execute(
            "INSERT OR REPLACE INTO removal VALUES (?, ?, ?)", [entry.draft, entry.id, entry.draft_digest]
        )

    def removals(self) -> list[Removal]:
        """The drafts to be removed now: the letter has a newer one that stands, or is joined to another."""
        rows = self.connection.execute(
            "SELECT removal.draft, removal.digest FROM removal JOIN letter ON letter.id = removal.letter "
            "WHERE letter.state IN ('drafted', 'joined', 'closed') "
            "AND (letter.state = 'joined' OR letter.draft <> removal.draft)"
        )
        return [Removal(**dict(row)) for row in rows]

    def to_remove(self, letter: str) -> set[str]:
        """The drafts of one letter that are to be removed, now or later."""
        rows = self.connection.execute("SELECT draft FROM removal WHERE letter = ?", [letter])
        return {row["draft"] for row in rows}

    def forget_removal(self, draft: str) -> None:
        """Say that a draft is gone, or is staff's own now."""
        self.connection.execute("DELETE FROM removal WHERE draft = ?", [draft])

    def join(self, entry: LetterRow, other: LetterRow, **columns: object) -> None:
        """Let a letter be answered by the draft of another; its own is taken back."""
        with self.at_once():
            if entry.draft:
                self.take_back(entry)
            self.release(entry.id, "joined", **columns)
            self.lead(entry, other)

    def lead(self, entry: LetterRow, other: LetterRow) -> None:
        """Let a letter, and those that are joined to it, be joined to another."""
        self.connection.execute(
            "UPDATE letter SET joined_to = ? WHERE id = ? OR joined_to = ?", [other.id, entry.id, entry.id]
        )

    def close(self, letter: str, at: str, *, by_mark: bool = False) -> int:
        """Close a letter that was answered, with those that are joined to it; how many that were.

        One that staff opened again stays open until a later answer; a mark of the server (`by_mark`) has no time.
        """
        done = self.connection.execute(
            "UPDATE letter SET state = 'closed', replied_at = ?, holder = NULL, leased_until = NULL "
            "WHERE (id = ? OR joined_to = ?) AND state <> 'closed' "
            "AND (opened_at IS NULL OR (opened_at < ? AND NOT ?))",
            [at, letter, letter, at, by_mark],
        )
        return done.rowcount

    def named(self, beginning: str) -> LetterRow | None:
        """The only letter whose id begins so."""
        found = self.find("substr(id, 1, ?) = ? LIMIT 2", len(beginning), beginning)
        return found[0] if len(found) == 1 else None

    def open_again(self, entry: LetterRow, at: str) -> None:
        """Let a letter be open that was closed."""
        state: State = "drafted" if entry.draft else "new"
        self.note(entry.id, state=state, replied_at=None, opened_at=at, attempts=0)

    def want(self, entry: LetterRow) -> None:
        """Let a letter be drafted that was not: a skipped one, a joined one, one that was set aside."""
        self.note(entry.id, state="new", wanted=1, why=None, joined_to=None, attempts=0)

    def forget(self, today: date) -> int:
        """Drop the words of letters that are older than they may be kept; the counts stay. Of how many that was."""
        return forget_words(self.connection, today - timedelta(KEPT_DAYS - 1))
