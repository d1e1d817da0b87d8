"""What a question says in words, held against passages: the same for every case that it is asked for."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from knowledge.likeness import Likeness
from knowledge.patterns import several
from knowledge.question import Sought, Term
from knowledge.scope import Named
from knowledge.signs import Weigher, bits
from knowledge.store.library import Library
from knowledge.store.stored_passage import StoredPassage

MEASURED = "[0-9一二三四五六七八九十两百]+个?(?:{unit})|(?:{unit})[^,。]{{0,4}}[0-9]"
WORTH_QUOTING = 1.2  # weight of a term that makes a further sentence worth quoting


class Worded(NamedTuple):
    """Which terms, kinds and demands of a question a sentence holds, one bit each, and how like the question it is."""

    terms: int
    kinds: int
    demands: int
    likeness: float


class WordedPassage(NamedTuple):
    """What the sentences of a passage have of a question, and the terms that they, its heading and its title hold."""

    sentences: tuple[Worded, ...]
    terms: int
    heading: int
    title: int


class Title(NamedTuple):
    """A notice's title held against a question: the terms it has, and how like the question texts below it are."""

    terms: int
    likeness: Likeness


class Wording:
    """The words of one question, beside the kinds of answer that it is taken to ask for."""

    def __init__(self, library: Library, text: str, terms: Sequence[Term], sought: Sought) -> None:
        self.library = library
        self.terms = terms
        rules = library.lexicon.kinds
        preferred = [rules.prefer[kind] for kind in sorted(sought.prefer)]
        demanded = [rules.demand[kind].holds for kind in sorted(sought.demand)]
        demanded += [(MEASURED.format(unit="|".join(units)),) for units in sought.measures]
        self.telling = bits(term.known and term.weight >= WORTH_QUOTING for term in terms)
        self.kinds = several(*(kind.holds for kind in preferred))
        self.demands = several(*demanded)
        self.marks = frozenset(kind.mark for kind in preferred if kind.mark)
        self.all_demands = (1 << len(demanded)) - 1
        self.term_weight = Weigher([term.weight for term in terms])
        self.kind_weight = Weigher([kind.weight for kind in preferred])
        self.characters = library.topic_reader.rarity(text)
        self.spoken = [library.topic_reader.spoken(term.features) for term in terms]
        self.titles: dict[str, Title] = {}
        self.passages: dict[int, WordedPassage] = {}

    def of(self, entry: StoredPassage) -> WordedPassage:
        """What a passage has of the question; it is remembered."""
        if entry.id not in self.passages:
            self.passages[entry.id] = self._held_in(entry)
        return self.passages[entry.id]

    def _held_in(self, entry: StoredPassage) -> WordedPassage:
        """The same, found out."""
        title = self._title(entry.passage.notice)
        sentences = tuple(
            Worded(
                self._terms_in(sentence.text, sentence.named),
                sum(1 << number for number in self.kinds.found_in(sentence.text)),
                sum(1 << number for number in self.demands.found_in(sentence.text)),
                title.likeness.of(sentence.text),
            )
            for sentence in entry.sentences
        )
        terms = reduce(or_, (each.terms for each in sentences), 0)
        return WordedPassage(sentences, terms, self._terms_in(entry.heading, entry.named), title.terms)

    def _terms_in(self, text: str, named: Named) -> int:
        """Which terms a searched text holds."""
        return bits(term.lines & named.lines if term.lines else term.said in text for term in self.terms)

    def _title(self, notice: str) -> Title:
        """What a notice's title has of the question; its characters tell none of its sentences from another."""
        if notice not in self.titles:
            text, named = self.library.tables.title_of(notice)
            others = {each: rarity for each, rarity in self.characters.items() if each not in text}
            self.titles[notice] = Title(self._terms_in(text, named), Likeness(others))
        return self.titles[notice]
