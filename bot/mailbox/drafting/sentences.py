"""A letter's own words → its sentences, as they were written and as they are understood."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from bot.mailbox.drafting.asking_patterns import table
from bot.text.glossary import in_chinese, is_english
from knowledge.patterns import Alternatives
from knowledge.words import simplify

WRAPPED = 56  # columns; a line that goes on for so long was broken by the mail program
LONGEST = 1_000  # characters of a paragraph; what goes on for longer is cut in pieces
CLAUSES = re.compile(r"(?<=[,，、;；:：])")
ENDS = re.compile(r"(?<=[。！？!?；;…])(?![。！？!?；;”’」』)）\"])|(?<=[a-z)\]][.])\s+(?=[A-Z])")
SIGNS = re.compile(r"[，,、。！？!?；;：:…]")
BETWEEN_WORDS = Alternatives([r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])"])
STOPS = "。！？!?；;：:…"
STOPPED = re.compile(r"[。！？!?；;…]|[a-z][.](?!\S)")  # the end of a sentence somewhere


class LetterSentence(NamedTuple):
    """A sentence as it was written, and as it is understood: in simplified characters, English in Chinese words."""

    written: str
    understood: str
    is_item: bool = False

    @classmethod
    def of(cls, written: str) -> "LetterSentence":
        """A sentence without the number, or the label of a form's field, at its head."""
        words = table().fields.sub("", written.lstrip(), count=1)
        head = table().head.match(words)
        words = words[head.end() if head else 0 :].strip()
        return cls(words, in_chinese(words) if is_english(words) else simplify(words), head is not None)

    @property
    def is_marked(self) -> bool:
        """Whether it ends as a question does."""
        return self.written.rstrip("”’」』)）\"' ").endswith(("?", "？"))


def sentences_of(text: str) -> list[LetterSentence]:
    """The sentences of a text; lines that a mail program broke are joined, items of a list stand alone."""
    pieces = (
        piece
        for paragraph in chain.from_iterable(map(_sentences_at_blanks, paragraphs(text)))
        for at in range(0, len(paragraph), LONGEST)
        for item in table().inline_item.split(paragraph[at : at + LONGEST])
        for piece in ENDS.split(item)
    )
    return [LetterSentence.of(piece) for piece in pieces if piece.strip()]


def _pieces_at_blanks(line: str) -> list[str]:
    """The pieces of a line that has blanks where others write commas; any other line as a whole."""
    return [line] if SIGNS.search(line.rstrip(STOPS)) else BETWEEN_WORDS.made.split(line)


def _sentences_at_blanks(line: str) -> list[str]:
    """The sentences of a line with blanks for commas: one ends where it asks, or where 还有, 请问 begins another."""
    sentences: list[str] = []
    asked = True
    for piece in _pieces_at_blanks(line):
        if asked or table().joints.match(piece):
            sentences.append(piece)
        else:
            sentences[-1] += f"，{piece}"
        asked = bool(table().interrogatives.search(piece))
    return sentences


def with_commas(text: str) -> str:
    """A text with commas for the blanks of those lines that have blanks in their place."""
    return "\n".join("，".join(_pieces_at_blanks(line)) for line in text.split("\n"))


def paragraphs(text: str) -> Iterator[str]:
    """The lines of a text, those that go on joined; none is blank. Who writes no stops ends sentences with the line."""
    lines = text.split("\n")
    return filter(None, map(str.strip, _join_lines(lines) if STOPPED.search(text) else lines))


def _join_lines(lines: list[str]) -> Iterator[str]:
    """Lines, each with those that go on with it."""
    current, last = "", ""
    for line in lines:
        if _goes_on(last, line):
            between = " " if last[-1].isascii() and line[0].isascii() else ""
            current = f"{current.rstrip()}{between}{line.strip()}"
        else:
            yield current
            current = line
        last = line
    yield current


def _goes_on(last: str, line: str) -> bool:
    """Whether a line goes on with the last one, which a mail program broke."""
    if columns(last) < WRAPPED or last.rstrip()[-1:] in STOPS or not line.strip():
        return False
    return not line.startswith((" ", "\u3000")) and not table().head.match(line.lstrip())


def columns(line: str) -> int:
    """How wide a line is shown."""
    return sum(2 if character > "\u2e7f" else 1 for character in line)
