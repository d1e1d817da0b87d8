"""What is shown, a paragraph at a time, each with what it is: every door renders that in its own way."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Style = Literal["text", "quote", "source", "window", "warning", "note"]


@dataclass(frozen=True)
class Paragraph:
    """One line, or a few that belong together, and what it is."""

    text: str
    style: Style = "text"


def paragraphs(lines: Iterable[str | Paragraph]) -> tuple[Paragraph, ...]:
    """Lines as paragraphs; what is only a text is plain text."""
    return tuple(Paragraph(line) if isinstance(line, str) else line for line in lines)


def plain_text(lines: Iterable[str | Paragraph]) -> str:
    """Lines without their styles."""
    return "\n".join(line if isinstance(line, str) else line.text for line in lines)
