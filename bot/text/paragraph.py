"""What is shown, a paragraph at a time, each with what it is: every door renders that in its own way."""

from collections.abc import Iterable, Iterator
from typing import Literal

from knowledge.value import Value, replace

Standing = Literal["met", "failed", "open"]
Style = (
    Literal["text", "label", "quote", "source", "window", "warning", "note", "heading", "question", "reason", "paper"]
    | Standing
)
ATTACHED: tuple[Style, ...] = ("source", "warning")  # to the quote before them
LEADING: tuple[Style, ...] = ("text", "label", "window", "met", "failed", "open")  # to the quote after them


class Paragraph(Value):
    """One line, or a few that belong together, and what it is; `is_folded`: shown where the person wants it. `offers`:
    what it names that can be said next.
    """

    text: str
    style: Style = "text"
    is_folded: bool = False
    offers: tuple[str, ...] = ()


def paragraphs(lines: Iterable[str | Paragraph]) -> tuple[Paragraph, ...]:
    """Lines as paragraphs; what is only a text is plain text."""
    return tuple(Paragraph(line) if isinstance(line, str) else line for line in lines)


def fold(lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs that are shown only where the person wants them."""
    return (replace(line, is_folded=True) for line in lines)


def unfold(lines: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The folded ones among paragraphs, open."""
    return tuple(replace(line, is_folded=False) for line in lines if line.is_folded)


def plain_text(lines: Iterable[str | Paragraph]) -> str:
    """Lines without their styles; what is labelled stands in the line of its label."""
    ended = (line.text if line.style == "label" else f"{line.text}\n" for line in paragraphs(lines))
    return "".join(ended).removesuffix("\n")


def blocks(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    """Paragraphs that stay together: a quote with the line that leads to it and all that is said of it."""
    block: list[Paragraph] = []
    for paragraph in paragraphs:
        is_led = bool(block) and block[-1].style in LEADING and paragraph.style in ("quote", "window")
        if block and paragraph.style not in ATTACHED and not is_led:
            yield tuple(block)
            block = []
        block.append(paragraph)
    if block:
        yield tuple(block)
