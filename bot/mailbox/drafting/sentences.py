"""A letter's own words → its sentences, as they were written and as they are understood."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.mailbox.drafting.asking_patterns import table
from bot.text.glossary import in_chinese, is_english
from knowledge.patterns import linear
from knowledge.words import simplify

WRAPPED = range(56, 81)  # columns of a line that a mail program may have broken (RFC 5322, 2.1.1)
LONGEST = 1_000  # characters of a paragraph; what goes on for longer is cut in pieces
CLAUSES = re.compile(r"(?<=[,，、;；:：])")
ENDS = re.compile(r"(?<=[。！？!?；;…])(?![。！？!?；;”’」』)）\"])|(?<=[a-z)\]][.])\s+(?=[A-Z])")
SIGNS = re.compile(r"[，,、。！？!?；;：:…]")
BLANKS = re.compile(r"[ \u3000]+")
WORDS_END = linear("[一-鿿]{2}")  # the last character of a word and the first of the next
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
        sentence
        for paragraph in paragraphs(text)
        for at in range(0, len(paragraph), LONGEST)
        for item in table().inline_item.split(paragraph[at : at + LONGEST])
        for piece in ENDS.split(item)
        for sentence in _sentences_at_blanks(piece)
    )
    return [LetterSentence.of(piece) for piece in pieces if piece.strip()]


def _pieces_at_blanks(sentence: str) -> list[str]:
    """The pieces of a sentence that has blanks where others write commas; any other as a whole."""
    pieces, begun = [], 0
    for blank in () if SIGNS.search(sentence.rstrip(STOPS)) else BLANKS.finditer(sentence):
        if WORDS_END.fullmatch(sentence[: blank.start()][-1:] + sentence[blank.end() :][:1]):
            pieces.append(sentence[begun : blank.start()])
            begun = blank.end()
    return [*pieces, sentence[begun:]]


def _sentences_at_blanks(sentence: str) -> list[str]:
    """What a sentence with blanks for commas comes to: another one begins behind what asks, and at 还有, 请问."""
    sentences: list[str] = []
    asked = True
    for piece in _pieces_at_blanks(sentence):
        if asked or table().joints.match(piece):
            sentences.append(piece)
        else:
            sentences[-1] += f"，{piece}"
        asked = bool(table().interrogatives.search(piece))
    return sentences


def with_commas(text: str) -> str:
    """A text with commas for the blanks of those sentences that have blanks in their place."""
    lines = ("".join("，".join(_pieces_at_blanks(each)) for each in ENDS.split(line)) for line in text.split("\n"))
    return "\n".join(lines)


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
    if columns(last) not in WRAPPED or last.rstrip()[-1:] in STOPS or not line.strip():
        return False
    return not line.startswith((" ", "\u3000")) and not table().head.match(line.lstrip())


def columns(line: str) -> int:
    """How wide a line is shown."""
    return sum(2 if character > "\u2e7f" else 1 for character in line)
