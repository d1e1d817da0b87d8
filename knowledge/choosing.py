"""Which of the candidates are the answer: the best one with what belongs to it, or one for each case that differs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, takewhile, zip_longest

from knowledge.candidate import Candidate
from knowledge.plain import plain
from knowledge.precedence import is_alike
from knowledge.question import Question
from knowledge.scope import Facets
from knowledge.signs import Weigher
from knowledge.store.library import Library
from knowledge.thresholds import LIMITS, Thresholds
from knowledge.wording import WORTH_QUOTING

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

    def choose(self, candidates: Sequence[Candidate], question: Question) -> list[Candidate]:
        """The best candidate and what else belongs to the answer, as long as the quotes stay short."""
        best, *others = candidates
        is_labelled = best.notice.id not in self.library.proposed
        least = self.limits.rest if is_labelled else self.limits.unlabelled
        near = takewhile(lambda each: each.score >= least * best.score, others)
        first = chain(self._asked_with(best, others, question), _said_further(best, others, question.facets))
        belonging = {(each.notice.id, each.span): each for each in chain(first, self._belonging(best, near, question))}
        most = self.limits.citations_of_all if question.is_broad else self.limits.citations
        return list(islice(self._short(best, belonging.values()), most))

    def _asked_with(self, best: Candidate, others: Iterable[Candidate], question: Question) -> Iterator[Candidate]:
        """What the best one's notice has of another kind asked for in the same breath: the place beside the window."""
        kinds = self.library.lexicon.kinds.prefer
        asked = {mark for kind in question.prefer if (mark := kinds[kind].mark)}
        lacking = asked - best.marks if best.kinds and len(question.prefer) > 1 else frozenset()
        own = (each for each in others if each.notice is best.notice and each.topic >= self.limits.off)
        fitting = (each for each in own if lacking & each.marks and _stands_beside(best, each, question.facets))
        return islice(fitting, 1)

    def _belonging(self, best: Candidate, others: Iterable[Candidate], question: Question) -> Iterator[Candidate]:
        """Those that belong to the best one's answer; what holds nothing that is asked does where nothing is named."""
        weight = Weigher([term.weight for term in question.terms])
        names_a_thing = any(term.known and term.weight >= WORTH_QUOTING for term in question.terms)
        is_of_levels = self.library.tables.is_of_levels(question.searched)
        facets = question.at_any_level.facets if is_of_levels else question.facets
        elsewhere = self.limits.same * best.topic if self._is_one_value(best, question) else self.limits.off
        for each in others:
            least = elsewhere if each.notice is not best.notice else self.limits.off
            says_more = self._says_more_of(best, each, weight) and (each.topic >= least or each.kinds > best.kinds)
            is_more = says_more or best.notice.id in self.library.proposed
            if is_more and each.own >= names_a_thing and _stands_beside(best, each, facets):
                yield each

    def _is_one_value(self, best: Candidate, question: Question) -> bool:
        """Whether one value of one matter is surely asked for, and the best candidate has it."""
        is_one_matter = any(share >= self.limits.one for share in question.topics.shares.values())
        return is_one_matter and len(question.prefer) == best.kinds == 1

    def _short(self, best: Candidate, others: Iterable[Candidate]) -> Iterator[Candidate]:
        """The best candidate, then those for which there is room beside it."""
        yield best
        length = len(best.quote)
        for each in others:
            if length + len(each.quote) <= self.limits.quotes:
                length += len(each.quote)
                yield each

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
            if family[each.notice.id] == family[best.notice.id] and is_alike(each, best, self.limits):
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
            near = (each for each in self._near(candidates, self.limits.beside) if each.opens_window)
        rivals = _in_turns(_apart(_one_a_case(near)))[:MOST]
        return rivals if self.differ(rivals, question) else [best]

    def _near(self, candidates: Sequence[Candidate], share: float) -> Iterator[Candidate]:
        """Those that answer as the best one does and reach a share of its score; less where both say nearly all."""
        best = candidates[0]
        for each in candidates:
            least = self.limits.current if self._says_all(each) and self._says_all(best) else share
            is_good = each.score >= least * best.score and not each.is_other_case
            if is_good and is_alike(each, best, self.limits) and _may_stand_beside(best, each):
                yield each

    def _says_all(self, candidate: Candidate) -> bool:
        """Whether a candidate says nearly all that is asked, and of what is asked."""
        return min(candidate.coverage, candidate.topic) >= self.limits.full

    def differ(self, rivals: Sequence[Candidate], question: Question) -> bool:
        """Whether candidates say different things that a person needs to know apart."""
        asks = next((self.library.topic(topic).asks for topic in question.topics.best(1)), None)
        if question.prefer or question.measures or asks in ASKED_FOR_VALUES:
            return len({values_of(each.quote, question) for each in rivals}) > 1
        return asks == "yesno" and {True, False} <= {
            self.library.lexicon.asking.allows(plain(each.quote)) for each in rivals
        }


def _said_further(best: Candidate, others: Iterable[Candidate], facets: Facets) -> Iterator[Candidate]:
    """What the best one's notice says further of the same for the asker's line of work and hardly any other."""
    own = (each for each in others if each.notice is best.notice and facets.specialty in each.run.specialties)
    alike = (each for each in own if each.is_narrow and not set(best.topics).isdisjoint(each.topics))
    return islice((each for each in alike if _stands_beside(best, each, facets)), 1)


def _one_a_case(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """The best candidate for each case, and of each sentence that notice.yaml marks."""
    cases: dict[tuple[object, ...], Candidate] = {}
    for each in candidates:
        cases.setdefault((*each.case, _is_marked(each) and each.span), each)
    return cases.values()


def _apart(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Candidates without those that speak of no other case than one before them in the same notice."""
    kept: list[Candidate] = []
    for each in candidates:
        if all(_are_cases(each, other) for other in kept if other.notice.id == each.notice.id):
            kept.append(each)
            yield each


def _are_cases(one: Candidate, other: Candidate) -> bool:
    """Whether a sentence of a notice is set against another: by series or levels of its own, or by what is marked."""
    if _is_marked(one) and _is_marked(other):
        return True
    is_each_one = len(one.run.sentences) == len(other.run.sentences) == 1  # several speak of several cases
    named = zip(one.case[1:], other.case[1:], strict=True)
    return any(a and b and (a.isdisjoint(b) or (is_each_one and not a <= b)) for a, b in named)


def _is_marked(candidate: Candidate) -> bool:
    """Whether one of the sentences opens a window or says which cases are judged."""
    return bool({"window", "range"} & candidate.marks)


def _in_turns(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best of each notice, then the second of each, and so on."""
    of_notices: dict[str, list[Candidate]] = {}
    for each in candidates:
        of_notices.setdefault(each.notice.id, []).append(each)
    return [each for turn in zip_longest(*of_notices.values()) for each in turn if each]


def _stands_beside(best: Candidate, other: Candidate, facets: Facets) -> bool:
    """Whether a further sentence belongs to the answer: it is of the same case, and of no draft beside what holds."""
    is_of_another = other.is_of_another_series(facets) or other.is_of_another_level(facets)
    is_apart = is_of_another or _is_of_another_round(other, best, facets) or (other.is_other and not best.is_other)
    is_said = _is_said_of_own_line(other, best, facets) or _is_said_of_own_case(other, best, facets)
    return not (is_apart or is_said) and _may_stand_beside(best, other)


def _may_stand_beside(best: Candidate, other: Candidate) -> bool:
    """Whether a draft stands beside drafts only."""
    return other.notice.status != "draft" or best.notice.status == "draft"


def _is_said_of_own_line(other: Candidate, best: Candidate, facets: Facets) -> bool:
    """Whether the best one says of the asker's line of work what the other one says of lines that it does not name."""
    return facets.specialty in best.run.specialties and not other.run.specialties and other.topics == best.topics


def _is_said_of_own_case(other: Candidate, best: Candidate, facets: Facets) -> bool:
    """Whether the best one says of the asker's series and level alone what the other one says of these and others."""
    told = (frozenset(facets.series), frozenset(filter(None, [facets.level])))
    if not all(told) or best.case[1:] != told or other.topics != best.topics:
        return False
    return other.case[1:] != told and all(mine <= theirs for mine, theirs in zip(told, other.case[1:], strict=True))


def _is_of_another_round(other: Candidate, best: Candidate, facets: Facets) -> bool:
    """Whether another office's round says of the same what the office that is meant says of its own."""
    is_meant = best.notice.id in facets.notices and not facets.province
    return is_meant and other.notice.scope.round and other.notice.id not in facets.notices


def values_of(quote: str, question: Question) -> frozenset[str]:
    """The numbers and addresses of a quote; those of a document only where one is asked for."""
    text = NUMBERED.sub("", plain(quote))
    return frozenset(VALUE.findall(text if "document" in question.prefer else DOCUMENT.sub("", text)))
