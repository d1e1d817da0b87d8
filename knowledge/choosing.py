"""Which of the candidates are the answer: the best one with what belongs to it, or one for each case that differs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile, zip_longest

from knowledge.candidate import Candidate
from knowledge.matching import WORTH_QUOTING
from knowledge.notice import Window
from knowledge.plain import plain
from knowledge.question import Question
from knowledge.scope import Facets
from knowledge.signs import Weigher
from knowledge.store.library import Library
from knowledge.thresholds import LIMITS, Thresholds

MOST = 4  # cases that a person is asked to choose among
VALUE = re.compile(r"[a-z0-9.@%]+|[一二三四五六七八九十两]{1,4}(?:张|份|寸|天|年|次|个工作日)", re.IGNORECASE)
NUMBERED = re.compile(r"^[((]?[0-9一二三四五六七八九十]{1,4}[)).、]")  # at the head of an item
DOCUMENT = re.compile(  # a year says nothing beside the round, nor an annex what is asked
    r"[〔\[]?20[0-9]{2}(?:[〕\]][0-9]*号?|年)|附件[0-9]+|第[0-9一二三四五六七八九十]+[天条项]"
)
ASKED_FOR_VALUES = frozenset({"how_many", "when", "where", "contact", "which_document", "who"})


class Chooser:
    """Chooses among candidates, best first."""

    def __init__(self, library: Library, limits: Thresholds = LIMITS) -> None:
        self.library = library
        self.limits = limits

    def having_the_form(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Those that have the form of an answer; none where these are far behind the best."""
        having = tuple(each for each in candidates if each.has_form)
        return having if having and having[0].score >= self.limits.form * candidates[0].score else ()

    def current_first(self, candidates: Sequence[Candidate], past: frozenset[str]) -> tuple[Candidate, ...]:
        """The same, the best of a current round first where the best one is of a round that is over."""
        if not candidates or candidates[0].notice.id not in past:
            return tuple(candidates)
        best = candidates[0]
        current = (each for each in candidates if each.notice.id not in past and each.notice.status != "draft")
        first = next((each for each in current if self._says_as_much(each, best)), best)
        return first, *(each for each in candidates if each is not first)

    def own_level_first(self, candidates: Sequence[Candidate], facets: Facets) -> Sequence[Candidate]:
        """The same, an answer about as good that names the asker's level first where the best one is for others.

        What names the asker's line of work gives way only to what names it, too.
        """
        best = candidates[0] if candidates else None
        if best is None or not (best.is_other_case and facets.level):
            return candidates
        good = (each for each in candidates if each.score >= self.limits.current * best.score)
        work = {facets.specialty} & best.run.specialties
        own = (each for each in good if facets.level in levels_of(each) and work <= each.run.specialties)
        first = next((each for each in own if self._is_alike(each, best)), best)
        return [first, *(each for each in candidates if each is not first)]

    def _says_as_much(self, other: Candidate, best: Candidate) -> bool:
        """Whether a candidate is about as good as the best one, or has the kind of answer that is asked for as well."""
        is_as_good = other.score >= self.limits.current * best.score
        is_near = self._is_alike(other, best) and other.score >= self.limits.form * best.score
        return is_as_good or (is_near and other.has_form >= best.has_form and best.kinds > 0)

    def choose(self, candidates: Sequence[Candidate], question: Question) -> list[Candidate]:
        """The best candidate and what else belongs to the answer, as long as the quotes stay short."""
        best, *others = candidates
        is_labelled = best.notice.id not in self.library.proposed
        least = self.limits.rest if is_labelled else self.limits.unlabelled
        near = takewhile(lambda each: each.score >= least * best.score, others)
        return list(islice(self._short(best, self._belonging(best, near, question)), self.limits.citations))

    def _belonging(self, best: Candidate, others: Iterable[Candidate], question: Question) -> Iterator[Candidate]:
        """Those that belong to the best one's answer; what holds nothing that is asked does where nothing is named."""
        weight = Weigher([term.weight for term in question.terms])
        names_a_thing = any(term.known and term.weight >= WORTH_QUOTING for term in question.terms)
        for each in others:
            says_more = best.notice.id in self.library.proposed or self._says_more_of(best, each, weight)
            if says_more and each.own >= names_a_thing and _stands_beside(best, each, question.facets):
                yield each

    def _short(self, best: Candidate, others: Iterable[Candidate]) -> Iterator[Candidate]:
        """The best candidate, then those for which there is room beside it."""
        yield best
        length = len(best.quote)
        for each in others:
            if length + len(each.quote) <= self.limits.quotes:
                length += len(each.quote)
                yield each

    def widest_first(self, candidates: Sequence[Candidate], question: Question) -> Sequence[Candidate]:
        """The same, the window for everybody before those within it, where no line of work is told."""
        best = candidates[0]
        inner = windows_in(best)
        if question.facets.specialty or not inner:
            return candidates
        of_notice = (each for each in candidates if each.notice is best.notice)
        wider = next((each for each in of_notice if _spans(windows_in(each), inner)), best)
        return [wider, *(each for each in candidates if each is not wider)]

    def _says_more_of(self, best: Candidate, other: Candidate, weight: Weigher) -> bool:
        """Whether a candidate treats what is asked about as well as the best one, or says what that leaves out."""
        is_near = other.topic >= self.limits.too * best.topic and other.score >= self.limits.further * best.score
        is_asked_too = weight(other.held & ~best.held) >= self.limits.left_out * weight.total > 0
        return is_near or is_asked_too or other.kinds > best.kinds

    def rounds(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The best candidate of each round of the best one's family that treats the same, the newest round first."""
        best, family = candidates[0], self.library.jurisdiction.family
        of_rounds: dict[str, Candidate] = {}
        for each in candidates:
            if family[each.notice.id] == family[best.notice.id] and self._is_alike(each, best):
                of_rounds.setdefault(each.notice.id, each)
        return sorted(of_rounds.values(), key=lambda each: each.notice.exists_from, reverse=True)

    def rivals(self, question: Question, candidates: Sequence[Candidate], only: str | None) -> list[Candidate]:
        """The best answer for each case that the question leaves open, where these differ; else only the best.

        Within a notice that the question names, only the windows of its round can still differ.
        """
        best, facets = candidates[0], question.facets
        if facets.tells_case or best.topic < self.limits.about:
            return [best]
        near = self._near(candidates, self.limits.rival)
        if only or facets.names_notice:
            near = (each for each in self._near(candidates, self.limits.beside) if opens_window(each))
        rivals = _in_turns(_apart(_one_a_case(near)))[:MOST]
        return rivals if self.differ(rivals, question) else [best]

    def _near(self, candidates: Sequence[Candidate], share: float) -> Iterator[Candidate]:
        """Those that answer as the best one does and reach a share of its score."""
        for each in candidates:
            is_good = each.score >= share * candidates[0].score and not each.is_other_case
            if is_good and self._is_alike(each, candidates[0]):
                yield each

    def _is_alike(self, other: Candidate, best: Candidate) -> bool:
        """Whether another candidate answers the same as the best one, in as many ways."""
        return other.kinds >= best.kinds and other.topic >= self.limits.same * best.topic

    def differ(self, rivals: Sequence[Candidate], question: Question) -> bool:
        """Whether candidates say different things that a person needs to know apart."""
        asks = next((self.library.topic(topic).asks for topic in question.topics.best(1)), None)
        if question.prefer or question.measures or asks in ASKED_FOR_VALUES:
            return len({values_of(each.quote, question) for each in rivals}) > 1
        return asks == "yesno" and {True, False} <= {
            self.library.lexicon.asking.allows(plain(each.quote)) for each in rivals
        }


def _one_a_case(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """The best candidate for each case, and of each sentence that notice.yaml marks."""
    cases: dict[tuple[object, ...], Candidate] = {}
    for each in candidates:
        cases.setdefault((*case_of(each), is_marked(each) and each.span), each)
    return cases.values()


def _apart(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Candidates without those that speak of no other case than one before them in the same notice."""
    kept: list[Candidate] = []
    for each in candidates:
        if all(_are_cases(each, other) for other in kept if other.notice.id == each.notice.id):
            kept.append(each)
            yield each


def _are_cases(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences of a notice are set against each other: by series, by levels, or by what it marks."""
    if is_marked(one) and is_marked(other):
        return True
    _, *ones = case_of(one)
    _, *others = case_of(other)
    return any(mine and theirs and not mine & theirs for mine, theirs in zip(ones, others, strict=True))


def _in_turns(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best of each notice, then the second of each, and so on."""
    of_notices: dict[str, list[Candidate]] = {}
    for each in candidates:
        of_notices.setdefault(each.notice.id, []).append(each)
    return [each for turn in zip_longest(*of_notices.values()) for each in turn if each]


def windows_in(candidate: Candidate) -> tuple[Window, ...]:
    """The windows of its notice that a candidate opens."""
    return tuple(window for window in candidate.notice.windows if plain(window.quote) in plain(candidate.quote))


def _spans(outer: Sequence[Window], inner: Sequence[Window]) -> bool:
    """Whether each of some windows lies within a longer one of others that is for the same."""
    return all(any(_is_within(each, wider) for wider in outer) for each in inner)


def _is_within(window: Window, wider: Window) -> bool:
    """Whether a window lies within a longer one for the same: 报卷（水利行业） within 报卷."""
    if not (wider.opens and wider.closes and window.opens and window.closes):
        return False
    is_longer = window.closes - window.opens < wider.closes - wider.opens
    is_same = window.what.startswith(wider.what)
    return is_longer and is_same and wider.opens <= window.opens and window.closes <= wider.closes


def opens_window(candidate: Candidate) -> bool:
    """Whether one of the sentences opens a window of a round."""
    return any("window" in sentence.named.marks for sentence in candidate.run.sentences)


def is_marked(candidate: Candidate) -> bool:
    """Whether one of the sentences opens a window or says which cases are judged."""
    return any({"window", "range"} & sentence.named.marks for sentence in candidate.run.sentences)


def case_of(candidate: Candidate) -> tuple[str, frozenset[str], frozenset[str]]:
    """For whom a candidate speaks: its notice and the series and levels that its sentences or headings name."""
    named = [sentence.named for sentence in candidate.run.sentences]
    series = frozenset().union(*(each.series for each in named)) or candidate.entry.named.series
    levels = frozenset().union(*(each.levels for each in named)) or candidate.entry.named.levels
    return candidate.notice.id, series, levels


def _stands_beside(best: Candidate, other: Candidate, facets: Facets) -> bool:
    """Whether a further sentence belongs to the answer: it is of the same case; a draft stands beside drafts only."""
    is_apart = (
        (other.is_other and not best.is_other) or is_of_another(other, facets) or _is_of_other_level(other, facets)
    )
    return not is_apart and (other.notice.status != "draft" or best.notice.status == "draft")


def _is_of_other_level(candidate: Candidate, facets: Facets) -> bool:
    """Whether the sentences themselves speak of levels, and not of the question's."""
    levels = levels_of(candidate)
    return bool(levels and facets.level) and facets.level not in levels


def levels_of(candidate: Candidate) -> frozenset[str]:
    """The levels that the sentences themselves name."""
    return frozenset().union(*(sentence.named.levels for sentence in candidate.run.sentences))


def is_of_another(candidate: Candidate, facets: Facets) -> bool:
    """Whether the sentences themselves speak of series, and not of the question's."""
    series = candidate.run.series
    return bool(series and facets.series) and not series & set(facets.series)


def values_of(quote: str, question: Question) -> frozenset[str]:
    """The numbers and addresses of a quote; those of a document only where one is asked for."""
    text = NUMBERED.sub("", plain(quote))
    return frozenset(VALUE.findall(text if "document" in question.prefer else DOCUMENT.sub("", text)))
