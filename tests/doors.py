"""Transcripts: whole conversations as data, said through a door, and what must be seen of them."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Protocol

from rich.console import Console

from bot.core.assistant import Assistant
from bot.core.reply import Reply
from bot.core.turn import Conversation, Turn
from bot.terminal.command import SHORT, Terminal
from knowledge.plain import plain
from knowledge.records import Model, read_record

FOLDER = Path(__file__).parent / "cases" / "transcripts"


class Exchange(Model):
    """One turn: typed or tapped, and what is shown, hidden, offered and given for it."""

    says: str | None = None
    taps: str | None = None
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class Transcript(Model):
    """A conversation as of a day."""

    about: str
    as_of: date
    turns: tuple[Exchange, ...]


class Door(Protocol):
    """Somebody's side of a door: what comes back is what they read."""

    def say(self, text: str) -> list[str]: ...
    def tap(self, label: str) -> list[str]: ...
    def labels(self) -> list[str]: ...


class CoreDoor:
    """The conversation itself; it is stored and read again between two turns."""

    def __init__(self, assistant: Assistant, today: date) -> None:
        self.assistant, self.today = assistant, today
        self.kept = Conversation().model_dump_json()
        self.replies: list[Reply] = []

    def say(self, text: str) -> list[str]:
        turn = Turn(text=text, number=len(self.replies) + 1)
        reply, after = self.assistant.reply(turn, Conversation.model_validate_json(self.kept), self.today)
        self.kept = after.model_dump_json()
        self.replies.append(reply)
        return [reply.text]

    def tap(self, label: str) -> list[str]:
        return self.say(said_by(self.replies, label))

    def labels(self) -> list[str]:
        return [choice.label for row in self.replies[-1].rows for choice in row]

    def files(self) -> list[str]:
        return [file.name for file in self.replies[-1].files]


class TerminalDoor:
    """The terminal: a numbered choice is tapped by its number, any other by what it says."""

    def __init__(self, assistant: Assistant, today: date) -> None:
        self.screen = StringIO()
        self.terminal = Terminal(assistant, today, Console(file=self.screen, soft_wrap=True, highlight=False))
        self.replies: list[Reply] = []

    def say(self, text: str) -> list[str]:
        self.screen.seek(0)
        self.screen.truncate()
        self.replies.append(self.terminal.say(text))
        return [self.screen.getvalue()]

    def tap(self, label: str) -> list[str]:
        numbers = [number for number, choice in enumerate(self.replies[-1].numbered, 1) if choice.label == label]
        says = said_by(self.replies, label)
        return self.say(str(numbers[0]) if numbers else SHORT.get(says, says))

    def labels(self) -> list[str]:
        return [choice.label for row in self.replies[-1].rows for choice in row]


def said_by(replies: list[Reply], label: str) -> str:
    """What the last button of this label says."""
    return next(c.says for reply in reversed(replies) for row in reply.rows for c in row if c.label == label)


def transcripts() -> dict[str, Transcript]:
    """Every transcript by its name."""
    return {path.stem: read_record(Transcript, path) for path in sorted(FOLDER.glob("*.yaml"))}


def lead(door: Door, transcript: Transcript) -> list[str]:
    """Have a conversation at a door and see that everything is shown that must be; what was read at each turn."""
    read = []
    for number, turn in enumerate(transcript.turns, 1):
        shown = "\n".join(door.say(turn.says) if turn.says is not None else door.tap(turn.taps or ""))
        where = f"turn {number}, {turn.says or turn.taps}: {shown}"
        assert [piece for piece in turn.shows if plain(piece) not in plain(shown)] == [], where
        assert [piece for piece in turn.hides if plain(piece) in plain(shown)] == [], where
        assert [label for label in turn.offers if label not in door.labels()] == [], (where, door.labels())
        read.append(shown)
    return read
