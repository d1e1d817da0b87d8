"""A reply as a page shows it: parts under their headings, quotes with the address that they stand at, choices."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain, groupby

from bot.core.reply import Option, Reply
from bot.locale import topic_text
from bot.text.paragraph import Paragraph, blocks
from bot.web.anchors import address_of
from knowledge.answer import Answer, Citation
from knowledge.value import replace

KINDS = {"facets": ("/facet ",), "feedback": ("/useful ", "/useless ")}  # by how what they say begins
SIGNS = " ⏲⚠👍👎"  # which a plain text sets off by; a page has its own ways, and not every font has them
UNFOLDED = 1  # quotes of an answer that are shown at once


@dataclass(frozen=True)
class PageBlock:
    """Paragraphs that stay together, and where what they quote is to be read."""

    paragraphs: tuple[Paragraph, ...]
    address: str | None = None

    @property
    def is_folded(self) -> bool:
        """Whether it is shown only where the person wants it."""
        return self.paragraphs[0].is_folded

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
    """What stands under one heading; the first part of a reply has none. `folded` is shown when it is asked for, the
    whole where it `is_closed`; `is_list`: its blocks are points of one overview.
    """

    heading: str | None
    blocks: tuple[PageBlock, ...]
    folded: tuple[PageBlock, ...] = ()
    is_closed: bool = False
    is_list: bool = False

    @property
    def style(self) -> str:
        """What its blocks mainly are."""
        return self.blocks[0].paragraphs[0].style if self.blocks else ""


@dataclass(frozen=True)
class PageQuestion:
    """A question of the self-check: what stands before it, itself, what helps to answer, and why it is asked."""

    before: tuple[PagePart, ...]
    text: str
    hints: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """What can be tapped: answers to what is asked, the case answered for, what else to ask, ways on, and feedback."""

    answers: tuple[Option, ...]
    facets: tuple[Option, ...]
    further: tuple[Option, ...]
    ways: tuple[Option, ...]
    feedback: tuple[Option, ...]


def parts_of(paragraphs: Iterable[Paragraph], answer: Answer | None = None) -> tuple[PagePart, ...]:
    """Paragraphs as parts; of an answer that is one sentence, the quotes beside it are folded."""
    cited = answer.citations + answer.nearest if answer else ()
    parts = tuple(_part_of(*each, cited) for each in _under_headings(paragraphs))
    if answer is None or answer.status != "answered" or not parts:
        return parts
    first, *others = parts
    return (replace(first, is_list=True) if answer.overview else _fold(first), *others)


def question_in(reply: Reply) -> PageQuestion | None:
    """The question that a reply asks for the self-check; None where it asks none."""
    shown = list(_tidy(reply.paragraphs))
    if reply.kind != "interview" or reply.asks is None or not shown:
        return None
    place = _place_of_question(shown)
    said = shown[place + 1 :]
    return PageQuestion(
        parts_of(shown[:place]),
        shown[place].text,
        tuple(each.text for each in said if each.style != "reason"),
        tuple(each.text for each in said if each.style == "reason"),
    )


def _place_of_question(shown: Sequence[Paragraph]) -> int:
    """Which paragraph asks; the last one where none says that it does."""
    return next((place for place, each in enumerate(shown) if each.style == "question"), len(shown) - 1)


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
    options = [replace(option, label=option.label.lstrip(SIGNS)) for option in chain.from_iterable(reply.rows)]
    kinds = {kind: tuple(some) for kind, some in groupby(sorted(options, key=_kind_of), key=_kind_of)}
    kinds["further"] = tuple(_offered(reply.paragraphs))
    return Choices(*(kinds.get(each.name, ()) for each in fields(Choices)))


def _offered(paragraphs: Iterable[Paragraph]) -> Iterator[Option]:
    """What paragraphs name that can be said next."""
    for paragraph in paragraphs:
        yield from (Option(topic_text(each), each) for each in paragraph.offers)


def _kind_of(option: Option) -> str:
    """What an option is for."""
    if option.numbered:
        return "answers"
    return next((kind for kind, beginnings in KINDS.items() if option.says.startswith(beginnings)), "ways")


def _under_headings(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph | None, list[tuple[Paragraph, ...]]]]:
    """Each heading with its blocks; paragraphs without a character are left out."""
    heading: Paragraph | None = None
    held: list[tuple[Paragraph, ...]] = []
    for __, some in groupby(_tidy(paragraphs), key=lambda each: each.is_folded):
        for block in blocks(some):
            if block[0].style != "heading":
                held.append(block)
                continue
            if heading or held:
                yield heading, held
            heading, held = block[0], []
    yield heading, held


def _part_of(heading: Paragraph | None, held: Sequence[tuple[Paragraph, ...]], cited: Sequence[Citation]) -> PagePart:
    """What stands under one heading; of a part that is not folded itself, what is folded stands apart."""
    name, shown = heading.text if heading else None, tuple(PageBlock(block, _address(block, cited)) for block in held)
    if heading and heading.is_folded:
        return PagePart(name, shown, is_closed=True)
    folded = tuple(block for block in shown if block.is_folded)
    return PagePart(name, tuple(block for block in shown if not block.is_folded), folded)


def _tidy(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs that say something, without what sets them off in a text; what one offers is tapped instead."""
    for paragraph in paragraphs:
        if (text := paragraph.text.strip().lstrip(SIGNS)) and not paragraph.offers:
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
