"""Which candidate stands first, whatever the scores say: rules in order, each of which may put one before the best."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from knowledge.candidate import Candidate
from knowledge.jurisdiction import OF_THE_ROUND
from knowledge.matching import Matcher
from knowledge.notice import Window
from knowledge.question import Question
from knowledge.thresholds import LIMITS, Thresholds


class Order(NamedTuple):
    """Candidates as they are ordered so far, the best first, for the matter that the question is surely about.

    `matcher` has held them against that question.
    """

    candidates: Sequence[Candidate]
    matcher: Matcher
    matter: str | None
    limits: Thresholds

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.matcher.question

    @property
    def past(self) -> frozenset[str]:
        """The notices whose round is over."""
        return self.matcher.past

    @property
    def best(self) -> Candidate:
        """The first of them."""
        return self.candidates[0]

    def good(self, share: float) -> Iterator[Candidate]:
        """Those that reach a share of the best one's score."""
        return (each for each in self.candidates if each.score >= share * self.best.score)

    def alike(self, share: float) -> Iterator[Candidate]:
        """Those of them that answer the same as the best one."""
        return (each for each in self.good(share) if is_alike(each, self.best, self.limits))


Rule = Callable[[Order], Candidate | None]


def is_alike(other: Candidate, best: Candidate, limits: Thresholds) -> bool:
    """Whether another candidate answers the same as the best one, in as many ways."""
    return other.kinds >= best.kinds and other.topic >= limits.same * best.topic


def of_judged_levels(order: Order) -> Candidate | None:
    """What says which levels the best one's notice judges, where the asker's is none of them."""
    best, level = order.best, order.question.facets.level
    judged = best.notice.scope.levels
    if not (level and judged) or level in judged or "range" in best.marks:
        return None
    return next((each for each in order.candidates if each.notice is best.notice and "range" in each.marks), None)


def of_own_level(order: Order) -> Candidate | None:
    """An answer about as good that names the asker's level, where the best one is for others.

    What names the asker's line of work gives way only to what names it, too.
    """
    best, facets = order.best, order.question.facets
    if not (best.is_other_case and facets.level):
        return None
    work = {facets.specialty} & best.run.specialties
    alike = order.alike(order.limits.current)
    return next((each for each in alike if facets.level in each.levels and work <= each.run.specialties), None)


def of_meant_office(order: Order) -> Candidate | None:
    """What the notice that is meant says of the same, where the best one is of another office's round."""
    meant = order.question.facets.notices
    if not meant or order.best.notice.id in meant or not order.best.notice.scope.round:
        return None
    return next((each for each in order.alike(order.limits.rest) if each.notice.id in meant), None)


def of_own_employer(order: Order) -> Candidate | None:
    """What answers the same and names no other kind of employer, where the best one is for others than the asker's."""
    if not order.matcher.is_of_other_employers(order.best):
        return None
    alike = (each for each in order.alike(order.limits.current) if each.notice is order.best.notice)
    return next((each for each in alike if not order.matcher.is_of_other_employers(each)), None)


def of_own_line(order: Order) -> Candidate | None:
    """What is for everybody and treats the same, where the best is for a series or lines of work not the asker's."""
    best = order.best
    if not best.is_other:
        return None
    own = (each for each in order.good(order.limits.current) if each.notice is best.notice and not each.is_other)
    return next((each for each in own if not set(best.topics).isdisjoint(each.topics)), None)


def of_named(order: Order) -> Candidate | None:
    """What answers the same and names the specialty or the examination asked about, which no round takes."""
    named = order.question.facets.named_only
    if named is None or named in order.best.run.text:
        return None
    return next((each for each in order.alike(order.limits.rest) if named in each.run.text), None)


def of_current_round(order: Order) -> Candidate | None:
    """The best of a current round that says as much, where the best one is of a round that is over."""
    if order.best.notice.id not in order.past:
        return None
    current = (each for each in order.candidates if each.notice.id not in order.past and each.notice.status != "draft")
    return next((each for each in current if _says_as_much(each, order)), None)


def of_main_matter(order: Order) -> Candidate | None:
    """What treats the matter first and covers about as much, where the best one of that notice treats it beside.

    A value of it may well stand beside another matter.
    """
    best, matter, limits = order.best, order.matter, order.limits
    if matter is None or order.question.prefer or matter not in best.topics[1:]:
        return None
    own = (each for each in order.alike(limits.as_well) if each.notice is best.notice and each.topics[0] == matter)
    return next((each for each in own if each.coverage >= limits.rest * best.coverage), None)


def of_sure_matter(order: Order) -> Candidate | None:
    """What treats first of all the day or the place that is surely asked for, where the best one does not."""
    best, matter = order.best, order.matter
    if matter is None or matter in best.topics or best.kinds or not order.question.prefer & OF_THE_ROUND:
        return None
    return next((each for each in order.good(order.limits.rest) if each.topics[:1] == (matter,)), None)


def of_asked_kind(order: Order) -> Candidate | None:
    """What has the day, the door or the address that is asked for and covers as much, where the best one has none."""
    best, limits = order.best, order.limits
    is_likely = max(order.question.topics.shares.values(), default=0.0) >= limits.likely
    if best.kinds or not is_likely or not order.question.prefer & OF_THE_ROUND:
        return None
    having = (each for each in order.good(limits.current) if each.kinds and each.topic >= limits.too * best.topic)
    return next((each for each in having if each.coverage >= limits.beside * best.coverage), None)


def of_every_line(order: Order) -> Candidate | None:
    """What leads on to a list by lines of work, before one item of it, where the question tells no line of work."""
    best, limits = order.best, order.limits
    if order.question.facets.specialty or not best.is_narrow:
        return None
    leading = (each for each in order.good(limits.rest) if each.notice is best.notice and each.leads_on)
    return next((each for each in leading if not each.run.specialties and each.topics[:1] == best.topics[:1]), None)


def _says_as_much(other: Candidate, order: Order) -> bool:
    """Whether a candidate is about as good as the best one, or as near and has the kind or the matter asked for."""
    best, limits = order.best, order.limits
    is_near = is_alike(other, best, limits) and other.score >= limits.form * best.score
    has_the_same = best.kinds > 0 or other.topics[:1] == (order.matter,)
    return other.score >= limits.current * best.score or (is_near and other.has_form >= best.has_form and has_the_same)


def of_widest_window(order: Order) -> Candidate | None:
    """The window for everybody before those within it, where no line of work is told."""
    inner = order.best.windows
    if order.question.facets.specialty or not inner:
        return None
    of_notice = (each for each in order.candidates if each.notice is order.best.notice)
    return next((each for each in of_notice if _span(each.windows, inner)), None)


def of_own_window(order: Order) -> Candidate | None:
    """The window for the asker's line of work, where days of the round are asked for."""
    best, specialty = order.best, order.question.facets.specialty
    asks_when = "when" in order.question.prefer or best.topics[:1] == (order.matter,)
    if not (specialty and asks_when) or specialty in best.run.specialties:
        return None
    own = (each for each in order.candidates if each.notice is best.notice and specialty in each.run.specialties)
    return next((each for each in own if each.windows and each.topics[:1] == best.topics[:1]), None)


RULES: tuple[Rule, ...] = (
    of_asked_kind,
    of_sure_matter,
    of_main_matter,
    of_meant_office,
    of_judged_levels,
    of_own_level,
    of_own_employer,
    of_own_line,
    of_named,
    of_current_round,
    of_every_line,
    of_widest_window,
    of_own_window,
)


class Precedence:
    """Orders candidates by the rules."""

    def __init__(self, limits: Thresholds = LIMITS) -> None:
        self.limits = limits

    def ordered(self, candidates: Sequence[Candidate], matcher: Matcher, matter: str | None) -> tuple[Candidate, ...]:
        """Candidates, best first by their score, with those put first that the rules prefer."""
        for rule in RULES if candidates else ():
            if first := rule(Order(candidates, matcher, matter, self.limits)):
                candidates = [first, *(each for each in candidates if each is not first)]
        return tuple(candidates)


def _span(outer: Sequence[Window], inner: Sequence[Window]) -> bool:
    """Whether each of some windows lies within a longer one of others that is for the same."""
    return all(any(_is_within(each, wider) for wider in outer) for each in inner)


def _is_within(window: Window, wider: Window) -> bool:
    """Whether a window lies within a longer one for the same: 报卷（水利行业） within 报卷."""
    if not (wider.opens and wider.closes and window.opens and window.closes):
        return False
    is_longer = window.closes - window.opens < wider.closes - wider.opens
    is_same = window.what.startswith(wider.what)
    return is_longer and is_same and wider.opens <= window.opens and window.closes <= wider.closes
