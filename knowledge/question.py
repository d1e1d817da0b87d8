"""A question as it is understood: its terms with their weights, its facets, and the kind of answer it asks for."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, get_args

from knowledge.asked import LONGEST, Asked
from knowledge.jurisdiction import OF_THE_ROUND
from knowledge.notice import Level
from knowledge.patterns import Lines
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.terms import search_form, with_digits
from knowledge.topic_reading import Reading, line_feature, word_feature
from knowledge.value import Value, replace
from knowledge.words import is_whole, normalise

RECENT = 256  # questions that are remembered, 20 KB each: one turn reads a text more than once, and many ask the same
CASES = 1024  # texts of which it is remembered what they say of a case
CLAUSE = re.compile(r"[。!?;,\n、:~…·—]+|\s+")
COMMON, RARE = 7.0, 13.0  # minus the logarithm of a word's share in general text: `可能` is 7, `查重` is 15
UNKNOWN = 0.5  # how much a word that no notice has counts against one that a single passage has
BY_PART_OF_SPEECH = {"n": 1.0, "x": 0.9, "e": 0.9, "v": 0.45, "a": 0.4, "i": 0.4, "l": 0.5, "j": 1.0} | dict.fromkeys(
    "bcdfghkmopqrstuyz", 0.15
)
CASE = 0.35  # what a level, a series, a specialty or an employer counts as a term: it is a facet
STORY = 45  # characters beyond which a text may tell a story around what it asks
LEANING = 12  # characters of a clause that may ask about what the one before it says
IN_STORY = 0.35  # what a term counts there that is told and not asked
NUMBERED = re.compile(r"第?[\d一二三四五六七八九十两几]+.?")


class Term(Value):
    """A thing that the question names: as it was said, the lexicon's lines that have it, and how much it tells."""

    said: str
    lines: frozenset[int]
    weight: float
    known: bool  # whether the notices have it at all

    @property
    def features(self) -> tuple[str, ...]:
        """What topics are read by in it."""
        return tuple(map(line_feature, self.lines)) if self.lines else (word_feature(self.said),)


class Sought(NamedTuple):
    """The kinds of answer that a text asks for: those to be preferred, those that must be there, what is counted."""

    prefer: frozenset[str] = frozenset()
    demand: frozenset[str] = frozenset()
    measures: tuple[Lines, ...] = ()

    def __bool__(self) -> bool:
        return any(self)


class Question(Value):
    """A question with everything that was read from it."""

    text: str
    searched: str
    facets: Facets
    terms: tuple[Term, ...]
    prefer: frozenset[str]
    demand: frozenset[str]
    measures: tuple[Lines, ...]
    words: dict[str, float]
    topics: Reading = Reading({})
    is_cut: bool = False  # whether only the beginning was read
    is_broad: bool = False  # whether its words ask for all of something
    asks: bool = False  # whether it asks for something, and does not only tell
    is_own: bool = False  # whether they ask about the writer's own case, and tell something of it
    case: str = ""  # the words of the case that was told beside it

    @property
    def at_any_level(self) -> "Question":
        """The same, of no level."""
        return replace(self, facets=replace(self.facets, level=None))

    @property
    def asked(self) -> Asked:
        """What is asked, and for which case."""
        return Asked(self.text, self.case)


class Reader:
    """Reads questions against one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.lexicon = library.lexicon
        self.recent = lru_cache(RECENT)(self.understood)
        self.facets_in = lru_cache(CASES)(self._facets_in)
        self.terms_in = lru_cache(RECENT)(self._terms_in)
        self.topics_in = lru_cache(RECENT)(self._topics_in)
        self.sought_in = lru_cache(RECENT)(self._sought_in)

    def read(self, text: str, today: date, told: Facets | None = None) -> Question:
        """What a text asks; anything can be read, also nothing at all. `told` is known of the case beside the text."""
        question = self.recent(text[: LONGEST + 1], today)
        return self._in_case(question, told, today) if told else question

    def understood(self, text: str, today: date) -> Question:
        """The same by the text alone, as it is remembered."""
        is_cut, text = len(text) > LONGEST, normalise(text[:LONGEST])
        bare, terms, sought = search_form(text), self.terms_in(text), self.sought_in(text)
        question = Question(
            text,
            bare,
            Facets(),
            terms,
            sought.prefer,
            sought.demand,
            sought.measures,
            self.words(text, terms),
            self.topics_in(text),
            is_cut,
            self.lexicon.kinds.is_broad(bare),
            bool(sought.prefer or sought.demand) or self.lexicon.asking.is_question(bare),
        )
        return self._in_case(question, Facets(), today)

    def _in_case(self, question: Question, told: Facets, today: date) -> Question:
        """A question that was read with what it says of a case, and what is told beside it."""
        facets, prefer = self.facets_in(question.text, today).fill(told), self.sought_in(question.text).prefer
        if self.is_out_of_range(facets):
            if not prefer & OF_THE_ROUND:
                prefer |= {"who"}
            elif not told.level and not self.library.tables.says_level(question.searched):
                facets = replace(facets, level=None)
        elif not prefer and self.asks_who_of_excluded(question, facets):
            prefer = frozenset({"who"})
        is_of_case = bool(facets.level or facets.series or facets.employer)
        is_own = is_of_case and self.lexicon.kinds.is_own(question.searched)
        return replace(question, facets=facets, prefer=prefer, is_own=is_own)

    def _facets_in(self, text: str, today: date) -> Facets:
        """What a text says of a case; `facets_in` remembers the latest."""
        asking = search_form(" ".join(self._asking(text)))
        return self.library.tables.facets_of(search_form(text), today, asking)

    def _terms_in(self, text: str) -> tuple[Term, ...]:
        """What a text names, each thing once; `terms_in` remembers the latest."""
        text = normalise(text)
        self.library.segmenter.prepare(search_form(text))
        return merge(self.terms(with_digits(text)))

    def _sought_in(self, text: str) -> Sought:
        """What kinds of answer a text asks for; `sought_in` remembers the latest."""
        text, kinds = normalise(text), self.lexicon.kinds
        bare, asking = search_form(text), search_form(" ".join(self._asking(text)))
        asked, measures = kinds.asked_in(bare, asking), tuple(self.measures(asking or bare))
        return Sought(asked.intersection(kinds.prefer), asked.intersection(kinds.demand), measures)

    def _topics_in(self, text: str) -> Reading:
        """What a text is about; `topics_in` remembers the latest."""
        text = normalise(text)
        bare = search_form(text)
        self.library.segmenter.prepare(bare)
        return self._topics(self._matter(text, bare))

    def _matter(self, text: str, bare: str) -> str:
        """A text without its opening and the people who only told something: 会计说 is not about accountants."""
        rest = self.lexicon.asking.without_opening(text)
        for name in self.library.tables.asides_in(bare):
            rest = rest.replace(name, "", 1)
        return rest

    def asks_who_of_excluded(self, question: Question, facets: Facets) -> bool:
        """Whether people of a place which a notice leaves out ask about that, and not about its round."""
        is_left_out = facets.place in self.library.tables.places.excluded
        return is_left_out and any(self.library.topic(topic).asks == "who" for topic in question.topics.best(1))

    def is_out_of_range(self, facets: Facets) -> bool:
        """Whether a question names a city's round and a level that it does not judge: who does is the answer."""
        if not (facets.place and facets.level):
            return False
        rounds = [notice for notice in self.library.notices.values() if notice.scope.place == facets.place]
        return bool(rounds) and all(facets.level not in (each.scope.levels or get_args(Level)) for each in rounds)

    def _topics(self, text: str) -> Reading:
        """What a text is about; in a long story half of that is read from what asks there."""
        read = self.library.topic_reader.read
        asking = self._asking_in_story(text)
        return read(text).blended(read(" ".join(asking))) if asking else read(text)

    def terms(self, text: str) -> Iterator[Term]:
        """The terms of each clause, once for all that are the same; in a long story what is asked counts more."""
        asking = self._asking_in_story(text)
        for clause in _clauses(text):
            share = IN_STORY if asking and clause not in asking else 1.0
            yield from (replace(t, weight=t.weight * share) for t in self.terms_of(clause))

    def _asking(self, text: str) -> tuple[str, ...]:
        """The clauses of a text that ask; none where nothing else is told."""
        clauses = _clauses(text)
        asks = set(filter(self.lexicon.asking.is_question, clauses))
        asked = {before for before, clause in pairwise(clauses) if clause in asks and self._leans(clause)}
        asking = tuple(clause for clause in clauses if clause in asks | asked)
        return asking if len(asking) < len(clauses) else ()

    def _leans(self, clause: str) -> bool:
        """Whether a short clause that asks names nothing: what it asks about is in the one before it (这么整行吗)."""
        return len(clause) <= LEANING and not any(self.lexicon.finder.find(search_form(clause)))

    def _asking_in_story(self, text: str) -> tuple[str, ...]:
        """The same of a text that is long enough to tell a story; none of another."""
        return self._asking(text) if len(text) > STORY else ()

    def terms_of(self, clause: str) -> Iterator[Term]:
        """The terms of one clause: expressions of the lexicon first, then jieba's words of what is left."""
        at = 0
        for found in self.lexicon.finder.find(clause):
            yield from self._plain_terms(clause[at : found.start])
            if found.expression not in self.named:
                yield self.expression(found.expression)
            at = found.end
        yield from self._plain_terms(clause[at:])

    def expression(self, expression: str) -> Term:
        """An expression of the lexicon as a term."""
        share = CASE if self.is_case(expression) else 1.0
        return Term(expression, self.lexicon.lines[expression], share * self.library.rarity[expression], known=True)

    def _plain_terms(self, text: str) -> Iterator[Term]:
        """The mistyped expressions of a text, then jieba's words of the rest that tell something."""
        if not text:
            return
        rest, at = [], 0
        for found in self.library.spelling.find(text):
            said, is_cut_so = text[found.start : found.end], self.library.segmenter.exactly
            if self._is_meant(said) or not is_whole(is_cut_so, text, found.start, found.end):
                continue
            yield self.expression(found.expression)
            rest.append(text[at : found.start])
            at = found.end
        words = [word for word in self.library.segmenter.words(" ".join([*rest, text[at:]])) if self.tells(word)]
        rarity = self.library.idf(words) if words else {}
        for word in words:
            weight = rarity[word] if word in rarity else self.unknown(word)
            yield Term(word, frozenset(), weight * (CASE if self.is_case(word) else 1.0), word in rarity)

    def _is_meant(self, said: str) -> bool:
        """Whether what looks mistyped is what was meant: the notices have it as a word, or people ask in it."""
        return bool(self.library.idf([said])) or self.library.topic_reader.holds(said)

    def tells(self, word: str) -> bool:
        """Whether a word says something of what is asked."""
        if word in self.lexicon.stopwords or word in self.named or NUMBERED.fullmatch(word):
            return False
        return len(word) > 1

    def unknown(self, word: str) -> float:
        """The weight of a word that no notice has: the rarer in general text, the more it tells; a noun tells most."""
        rarity, tag = self.library.segmenter.usage(word) or (RARE, "x")
        share = min(1.0, max(0.0, (rarity - COMMON) / (RARE - COMMON)))
        return share * BY_PART_OF_SPEECH.get(tag[0], 0.6) * UNKNOWN * self.library.highest_idf

    @cached_property
    def named(self) -> frozenset[str]:
        """Expressions that are read as facets, not as something asked about: places, offices."""
        table = self.lexicon.scope
        cities = {name for names in table.cities.values() for name in names}
        called = {name for notice in self.library.notices.values() for name in notice.scope.called}
        return frozenset(map(search_form, {*cities, *called, *table.province, *self.library.tables.places.away.keys}))

    def is_case(self, expression: str) -> bool:
        """Whether an expression is nothing but a facet of the asker's case."""
        tables = self.library.tables
        return any(
            expression in table.keys for table in (tables.level, tables.series, tables.specialties, tables.employers)
        )

    def measures(self, text: str) -> Iterator[Lines]:
        """What is counted where a question asks how many, as patterns of the unit."""
        units = self.lexicon.kinds.measures
        longest_first = sorted(units, key=len, reverse=True)
        for counted in self.lexicon.asking.counted_in(text):
            if unit := next((unit for unit in longest_first if counted.thing.startswith(unit)), None):
                yield units[unit]

    def words(self, text: str, terms: tuple[Term, ...]) -> dict[str, float]:
        """The words to rank with: the question's own, and those of what means the same at half the weight."""
        segmenter = self.library.segmenter
        weights: dict[str, float] = {}
        for word in segmenter.stream(text):
            if word not in self.lexicon.stopwords:
                weights[word] = weights.get(word, 0.0) + (0.5 if len(word) == 1 else 1.0)
        own = set(weights)
        for line in {line for term in terms for line in term.lines}:
            others = self.library.line_words[line]
            for word in others:
                if word not in own:
                    weights[word] = max(weights.get(word, 0.0), min(0.5, 4 / len(others)))
        return weights


def _clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text, once each."""
    return tuple(dict.fromkeys(filter(None, CLAUSE.split(text))))


def merge(terms: Iterator[Term]) -> tuple[Term, ...]:
    """Each term once, with the weight of its heaviest mention."""
    heaviest: dict[frozenset[int] | str, Term] = {}
    for term in terms:
        key = term.lines or term.said
        if key not in heaviest or heaviest[key].weight < term.weight:
            heaviest[key] = term
    return tuple(heaviest.values())
