"""The earlier letters of the same writer that a letter repeats or puts right, told from what is kept of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.mailbox.register.letter_row import LetterRow
from bot.mailbox.register.letters import Letters

DAYS = 7  # between two letters that are one case without naming each other
STANDING = "(state = 'drafted' OR joined_to = ?)"


class EarlierLetters:
    """Finds letters that a later one is about."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    def asking_the_same(self, entry: LetterRow, question: str) -> LetterRow | None:
        """The latest letter within a week with a draft, from the same sender, that asks the same."""
        return self.letters.first(
            "sender = ? AND question = ? AND id <> ? AND state = 'drafted' AND received BETWEEN ? AND ? "
            "ORDER BY received DESC",
            *(entry.sender, question, entry.id, *_days_around(entry)),
        )

    def corrected(self, entry: LetterRow, thread: Sequence[str]) -> LetterRow | None:
        """The letter with a draft, from the same sender, that a correction means: the latest of its thread.

        One that names no thread means the only letter of that week, or the only one on its matter: never one of two
        cases. What was joined to the correction already is meant by it.
        """
        marks = ", ".join("?" * len(thread))
        named = self.letters.first(
            f"sender = ? AND message IN ({marks}) AND {STANDING} ORDER BY received DESC",
            *(entry.sender, *thread, entry.id),
        )
        return named or _only(entry, self._of_that_week(entry))

    def _of_that_week(self, entry: LetterRow) -> list[LetterRow]:
        """The letters with a draft that the same sender wrote within a week, up to this one."""
        return self.letters.find(
            f"sender = ? AND sender <> '' AND {STANDING} AND id <> ? AND received BETWEEN ? AND ?",
            *(entry.sender, entry.id, entry.id, _days_around(entry)[0], entry.received),
        )


def _only(entry: LetterRow, earlier: list[LetterRow]) -> LetterRow | None:
    """The only one of some letters, or the only one on the matter of this one."""
    of_matter = [each for each in earlier if each.subject == entry.subject]
    return next((some[0] for some in (earlier, of_matter) if len(some) == 1), None)


def _days_around(entry: LetterRow) -> tuple[str, str]:
    """A week before a letter, and a week after it."""
    came = datetime.fromisoformat(entry.received)
    first, last = ((came + timedelta(days)).isoformat(timespec="seconds") for days in (-DAYS, DAYS))
    return first, last
