"""A reply as a page shows it: parts under their headings, quotes with the address that they stand at, choices."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from bot.core.reply import Option, Reply
from bot.text.paragraph import Paragraph, blocks
from bot.web.anchors import address_of
from knowledge.answering import Answer, Citation

FEEDBACK = ("/useful ", "/useless ")  # what keeps something, and is said to
SIGNS = " ⏲⚠👍👎"  # which a plain text sets off by; a page has its own ways, and not every font has them
UNFOLDED = 1  # quotes of an answer that are shown at once


@dataclass(frozen=True)
class PageBlock:
    """Paragraphs that stay together, and where what they quote is to be read."""

    paragraphs: tuple[Paragraph, ...]
    address: str | None = None

    @property
    def is_quote(self) -> bool:
        """Whether it quotes a notice."""
        return bool(self.quotes)

    @property
    def quotes(self) -> tuple[Paragraph, ...]:
        """What it quotes."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.style == "quote")

    @property
    def says(self) -> tuple[Paragraph, ...]:
        """What it says in words of its own."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.style != "quote")


@dataclass(frozen=True)
class PagePart:
    """What stands under one heading; the first part of a reply has none. `folded` is shown when it is asked for,
    the whole where it `is_closed`."""

    heading: str | None
    blocks: tuple[PageBlock, ...]
    folded: tuple[PageBlock, ...] = ()
    is_closed: bool = False


@dataclass(frozen=True)
class Choices:
    """What can be tapped: answers to what is asked, ways on, and feedback."""

    answers: tuple[Option, ...]
    ways: tuple[Option, ...]
    feedback: tuple[Option, ...]


def parts_of(paragraphs: Iterable[Paragraph], answer: Answer | None = None) -> tuple[PagePart, ...]:
    """Paragraphs as parts; of an answer that is one sentence, the quotes beside it are folded."""
    parts = tuple(_under_headings(paragraphs, answer.citations + answer.nearest if answer else ()))
    if answer is None or answer.status != "answered" or answer.overview:
        return parts
    return (_fold(parts[0]), *parts[1:])


def reasoned(parts: Iterable[PagePart]) -> tuple[PagePart, ...]:
    """Parts of which each quote stands with the reason that rests on it."""
    return tuple(replace(part, blocks=tuple(_joined(part.blocks))) for part in parts)


def _joined(blocks: Iterable[PageBlock]) -> Iterator[PageBlock]:
    """Blocks, one that only quotes joined to the one before it."""
    held: PageBlock | None = None
    for block in blocks:
        if held and block.paragraphs[0].style == "quote":
            held = replace(held, paragraphs=held.paragraphs + block.paragraphs)
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def choices_of(reply: Reply) -> Choices:
    """The choices of a reply by what they are for."""
    options = [replace(option, label=option.label.lstrip(SIGNS)) for row in reply.rows for option in row]
    feedback = tuple(option for option in options if option.says.startswith(FEEDBACK))
    ways = tuple(option for option in options if not option.numbered and option not in feedback)
    return Choices(tuple(option for option in options if option.numbered), ways, feedback)


def _under_headings(paragraphs: Iterable[Paragraph], cited: Sequence[Citation]) -> Iterator[PagePart]:
    """The blocks of each heading; paragraphs without a character are left out."""
    shown = [
        block for __, some in groupby(_tidy(paragraphs), key=lambda each: each.is_folded) for block in blocks(some)
    ]
    starts = [number for number, block in enumerate(shown) if block[0].style == "heading"]
    for first, last in pairwise([0, *starts, len(shown)]):
        yield _part_of(shown[first:last], cited)


def _part_of(shown: Sequence[tuple[Paragraph, ...]], cited: Sequence[Citation]) -> PagePart:
    """What stands under one heading; of a part that is not folded itself, what is folded stands apart."""
    heading = next((block[0] for block in shown[:1] if block[0].style == "heading"), None)
    body = [(block, PageBlock(block, _address(block, cited))) for block in shown[bool(heading) :]]
    if heading and heading.is_folded:
        return PagePart(heading.text, tuple(each for __, each in body), is_closed=True)
    folded = tuple(each for block, each in body if block[0].is_folded)
    return PagePart(heading.text if heading else None, tuple(each for __, each in body if each not in folded), folded)


def _tidy(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs that say something, without what sets them off in a text."""
    for paragraph in paragraphs:
        if text := paragraph.text.strip().lstrip(SIGNS):
            yield replace(paragraph, text=text)


def _address(block: Iterable[Paragraph], cited: Sequence[Citation]) -> str | None:
    """Where the quote of a block is to be read in its notice."""
    text = "".join(paragraph.text for paragraph in block)
    found = (citation for citation in cited if citation.quote in text)
    return next((address_of(citation.notice.id, citation.span) for citation in found), None)


def _fold(part: PagePart) -> PagePart:
    """A part of which the quotes after the first are folded."""
    quotes = [block for block in part.blocks if block.is_quote]
    further = tuple(quotes[UNFOLDED:])
    return replace(
        part, blocks=tuple(block for block in part.blocks if block not in further), folded=further + part.folded
    )
