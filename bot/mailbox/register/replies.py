"""Mails in Sent, and the letters that they answer: what is closed by them, and when it was answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.mailbox.register.letter_row import LetterRow
from bot.mailbox.register.letters import Folder, Letters


@dataclass(frozen=True)
class SentReply:
    """A mail in Sent: digests of the letters that it names and of those to whom it went, and its matter."""

    messages: tuple[str, ...]
    recipients: tuple[str, ...]
    matter: str
    at: str


class Replies:
    """What is known of the mails that staff have sent."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    def close(self, replies: Iterable[SentReply], folder: Folder, upto: int) -> int:
        """Close the letters that were answered (how many?), and remember the answers to those not seen yet."""
        closed = 0
        with self.letters.at_once():
            for reply in replies:
                closed += sum(self.letters.close(entry.id, reply.at) for entry in self._answered_by(reply))
            self.letters.connection.execute("UPDATE folder SET upto = ? WHERE name = ?", [upto, folder.name])
        return closed

    def _answered_by(self, reply: SentReply) -> Iterator[LetterRow]:
        """The letters that a sent mail answers: it went to who wrote them, and names them or their matter."""
        for message in reply.messages:
            for recipient in reply.recipients:
                self.letters.connection.execute(
                    "INSERT OR IGNORE INTO sent VALUES (?, ?, ?)", [message, recipient, reply.at]
                )
            rows = self.letters.list_named(message)
            yield from (each for each in rows if _went_to_writer(reply, each))
        if not reply.messages and reply.matter:
            found = self.letters.find_on_matter(reply.recipients, reply.matter, reply.at)
            yield from [found] if found else []

    def time_of(self, entry: LetterRow) -> str | None:
        """When a letter was answered, as Sent says it: by a mail to who wrote it (`''`: it is not known to whom)."""
        row = self.letters.connection.execute(
            "SELECT at FROM sent WHERE message = ? AND recipient IN ('', ?, ?)",
            [entry.message, entry.sender or None, entry.answer_to],
        ).fetchone()
        return row["at"] if row and entry.message else None


def _went_to_writer(reply: SentReply, entry: LetterRow) -> bool:
    """Whether a sent mail went to who wrote a letter; of one that could not be read nobody knows who did."""
    is_unknown = not entry.sender and entry.state == "aside"
    return is_unknown or bool({entry.sender, entry.answer_to} & {*reply.recipients})
