"""What any door can render: paragraphs, rows of choices, files. Values only; the doors know how to show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.text.paragraph import Paragraph, paragraphs, plain_text
from knowledge.answer import Answer

Kind = Literal["answer", "interview", "smalltalk", "command"]


@dataclass(frozen=True)
class Option:
    """Something that a person can tap: what it reads, and what tapping it says; that could as well be typed.

    A numbered choice answers what the reply asks: a door without buttons shows its number.
    """

    label: str
    says: str
    numbered: bool = False


Rows = tuple[tuple[Option, ...], ...]


@dataclass(frozen=True)
class File:
    """A file that goes with a reply."""

    name: str
    media_type: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True)
class Mark:
    """What a person thinks of an answer."""

    number: int
    useful: bool
    reason: str | None = None


@dataclass(frozen=True)
class Reply:
    """What is said to one turn. `rows` are the choices as they stand together, the numbered ones first.

    `number` is that of the answer, by which it can be shown again; `asks` is the fact that the self-check asks for. Two
    things are for whoever keeps the conversations: `mark`, feedback on an answer, and `erases`, the wish that
    everything kept of this person is deleted.
    """

    kind: Kind
    paragraphs: tuple[Paragraph, ...]
    rows: Rows = ()
    files: tuple[File, ...] = ()
    answer: Answer | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    number: int | None = None
    asks: str | None = None
    mark: Mark | None = None
    erases: bool = False

    @property
    def numbered(self) -> tuple[Option, ...]:
        """The choices that answer what is asked."""
        return tuple(choice for row in self.rows for choice in row if choice.numbered)

    @property
    def labels(self) -> dict[str, str]:
        """What each choice says, by its label."""
        return {choice.label: choice.says for row in self.rows for choice in row}

    @property
    def shown(self) -> tuple[Paragraph, ...]:
        """What is shown at once."""
        return tuple(each for each in self.paragraphs if not each.is_folded)

    @property
    def text(self) -> str:
        """The whole as plain text, with what is folded."""
        return plain_text(self.paragraphs)


def command_reply(
    lines: Iterable[str | Paragraph],
    rows: Rows = (),
    *,
    facets: Mapping[str, str] | None = None,
    mark: Mark | None = None,
    erases: bool = False,
) -> Reply:
    """What is said to a command, a line a paragraph."""
    return Reply("command", paragraphs(lines), rows, facets=facets or {}, mark=mark, erases=erases)
