"""The table of letters: which have been seen, who works on them, and what became of them."""

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot import private_file
from bot.clock import CHINA
from bot.errors import LettersError
from bot.locale import N_, _
from bot.mailbox.register.lease import holder, is_alive
from bot.mailbox.register.letter_row import UNFINISHED, LetterRow, State
from bot.storage.sweeping import mark
from knowledge.store.seals import TROUBLE, in_brief

BUSY = 30.0  # seconds to wait for another process that writes
LEASE = 300.0  # seconds for which a letter is whose it is; longer than the server is waited for
LIMIT = 10  # a letter at which the program stopped so often is left to staff
STOPPED = N_("the program stopped at it again and again")
JOINED_DAYS = 7
KEPT_DAYS = 180  # for which the words of a letter are kept


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


@dataclass(frozen=True)
class SentReply:
    """A mail in Sent: digests of the letters that it names and of those to whom it went, and its matter."""

    messages: tuple[str, ...]
    recipients: tuple[str, ...]
    matter: str
    at: str


class Letters:
    """One file of letters. Nothing that is written here is lost by a crash of this program."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.open()
        except (OSError, *TROUBLE) as error:
            message = _("{path}: the table of letters cannot be opened ({why})")
            raise LettersError(message.format(path=path, why=in_brief(error))) from None

    def open(self) -> None:
        """Open the file, make it readable to its owner only, and bring its tables up to date."""
        from sqlite_utils import Database  # noqa: PLC0415  # slow to import, and only the mailbox needs it

        from bot.mailbox.register.schema import migrations  # noqa: PLC0415

        private_file.touch(self.path)
        self.key = _key_at(self.path.with_suffix(".key"))
        self.connection = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)
        try:
            with alone(self.path.with_suffix(".key")):
                self.connection.execute("PRAGMA journal_mode = WAL")
                migrations.apply(Database(self.connection))
            self.connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            self.connection.close()
            raise
        self.connection.row_factory = sqlite3.Row

    def __enter__(self) -> "Letters":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Close the file; what SQLite said of it meanwhile ends the work on it, so that no letter is drafted twice."""
        self.connection.close()
        if isinstance(error, TROUBLE):
            raise self.broken(error) from None

    def broken(self, error: Exception) -> LettersError:
        """What SQLite says of a file that cannot be used any more, in one line."""
        message = _("{path}: the table of letters cannot be read or written ({why})")
        return LettersError(message.format(path=self.path, why=in_brief(error)))

    @contextmanager
    def sound(self) -> Iterator[None]:
        """Turn SQLite's word for a file that cannot be used any more into `LettersError`."""
        try:
            yield
        except TROUBLE as error:
            raise self.broken(error) from None

    def examine(self) -> None:
        """Read everything once; `LettersError` where something cannot be read."""
        with self.sound():
            [[found]] = self.connection.execute("PRAGMA integrity_check(1)").fetchall()
            self.find("TRUE")
        if found != "ok":
            raise self.broken(sqlite3.DatabaseError(found))

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Everything that is written in here, or nothing of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.execute("COMMIT")

    def find(self, where: str, *values: object) -> list[LetterRow]:
        """The letters for which a condition of SQL holds; its text is never made of data."""
        rows = self.connection.execute(f"SELECT * FROM letter WHERE {where}", values)  # noqa: S608
        return [LetterRow(**dict(row)) for row in rows]

    def get(self, letter: str) -> LetterRow | None:
        """One letter."""
        return next(iter(self.find("id = ?", letter)), None)

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
        return next(iter(self.find(there, folder.name, folder.validity, uid)), None)

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

    def same(self, entry: LetterRow, question: str) -> LetterRow | None:
        """The latest letter within seven days with a draft, from the same sender, that asks the same."""
        came = datetime.fromisoformat(entry.received)
        days = [(came + timedelta(each)).isoformat(timespec="seconds") for each in (-JOINED_DAYS, JOINED_DAYS)]
        found = self.find(
            "sender = ? AND question = ? AND id <> ? AND state = 'drafted' AND received BETWEEN ? AND ? "
            "ORDER BY received DESC LIMIT 1",
            *(entry.sender, question, entry.id, *days),
        )
        return found[0] if found else None

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

    def close_replied(self, replies: Iterable[SentReply], folder: Folder, upto: int) -> int:
        """Close the letters that were answered (how many?), and remember the answers to those not seen yet."""
        closed = 0
        with self.at_once():
            for reply in replies:
                closed += sum(self.close(entry.id, reply.at) for entry in self._answered_by(reply))
            self.connection.execute("UPDATE folder SET upto = ? WHERE name = ?", [upto, folder.name])
        return closed

    def _answered_by(self, reply: SentReply) -> Iterator[LetterRow]:
        """The letters that a sent mail answers: it went to who wrote them, and names them or their matter."""
        for message in reply.messages:
            for recipient in reply.recipients:
                self.connection.execute("INSERT OR IGNORE INTO sent VALUES (?, ?, ?)", [message, recipient, reply.at])
            rows = self.find("message = ? AND state <> 'closed'", message)
            yield from (each for each in rows if _went_to_writer(reply, each))
        if not reply.messages and reply.matter:
            marks = ", ".join("?" * len(reply.recipients))
            yield from self.find(
                f"(sender IN ({marks}) OR answer_to IN ({marks})) AND subject = ? AND received <= ? "
                "AND state IN ('drafted', 'aside', 'skipped') ORDER BY received DESC LIMIT 1",
                *(*reply.recipients, *reply.recipients, reply.matter, reply.at),
            )

    def reply_to(self, entry: LetterRow) -> str | None:
        """When a letter was answered, as Sent says it: by a mail to who wrote it (`''`: it is not known to whom)."""
        row = self.connection.execute(
            "SELECT at FROM sent WHERE message = ? AND recipient IN ('', ?, ?)",
            [entry.message, entry.sender or None, entry.answer_to],
        ).fetchone()
        return row["at"] if row and entry.message else None

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


def _went_to_writer(reply: SentReply, entry: LetterRow) -> bool:
    """Whether a sent mail went to who wrote a letter; of one that could not be read nobody knows who did."""
    is_unknown = not entry.sender and entry.state == "aside"
    return is_unknown or bool({entry.sender, entry.answer_to} & {*reply.recipients})


def forget_words(connection: sqlite3.Connection, before: date) -> int:
    """Drop the words of letters that came before a day in China; of how many that was."""
    moment = datetime.combine(before, time.min, CHINA).astimezone(UTC)
    done = connection.execute(
        "UPDATE letter SET subject = '', points = NULL, sender = '', question = '' "
        "WHERE received < ? AND (sender <> '' OR points IS NOT NULL)",
        [moment.isoformat(timespec="seconds")],
    )
    if done.rowcount:
        mark(connection)
    return done.rowcount


def _key_at(path: Path) -> bytes:
    """The key of this table's digests, made where there is none; another process may make it first."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as made, suppress(FileExistsError):
            made.write(secrets.token_hex(32))
            made.flush()
            os.link(made.name, path)
    return path.read_bytes()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time; SQLite waits for others when it writes, not when it changes its journal."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
