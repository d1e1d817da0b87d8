"""From how rules stand to sentences with the clauses they rest on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain

from eligibility.judging.judging import AchievementRuling, Judgement, RouteRuling, Ruling, earliest_year
from eligibility.judging.placing import PlacedCase, Placements
from eligibility.judging.saying import Saying, Sentence, Word, Wording, say, sentence
from eligibility.judging.verdict import Reason, Result, Tally
from eligibility.rulebook.conditions import Counted
from eligibility.rulebook.facts import Facts
from eligibility.rulebook.factsheet import Fact
from eligibility.rulebook.floors import Step
from eligibility.rulebook.logic import Truth
from eligibility.rulebook.rulebook import Book, ClauseCitation, Placement, Rulebook, Statement

PLACED: Mapping[str, Result] = {
    "own": "met",
    "not_eligible": "failed",
    "elsewhere": "failed",
    "unclear": "unknown",
    "not_covered": "unknown",
}
COUNTS: Mapping[Truth, bool | None] = {Truth.MET: True, Truth.FAILED: False, Truth.UNKNOWN: None}


def placement_reason(leaf: PlacedCase, rulebook: Rulebook) -> Reason:
    """Who judges the case."""
    book, placement = _committee_of(leaf)
    words = Placeholders(leaf, rulebook)
    return Reason(
        placement.id,
        PLACED[placement.outcome],
        say(placement.because, words),
        _citations_of(book, placement),
        mend=say(placement.mend, words) if placement.mend else None,
    )


def _committee_of(leaf: PlacedCase) -> tuple[Book, Placement]:
    """The programme and the placement of a leaf that has them."""
    if leaf.book is None or leaf.placement is None:
        raise ValueError("nothing places this case")
    return leaf.book, leaf.placement


def uncovered_reason(counter: Placements, facts: Facts) -> Reason:
    """The reason where no notice speaks of the case."""
    year = facts.get("year")
    known = any(book.programme.year == year for book in counter.rulebook.books)
    missing = isinstance(year, int) and not (known and counter.books)
    left_out = "、".join(counter.rulebook.left_out)
    before = say(Wording.NO_SUCH_ROUND, {"year": str(year)}) if missing else Saying()
    told = say(Wording.UNREADABLE, {"notices": left_out}) if left_out else say(Wording.UNCOVERED)
    return Reason("not-covered", "unknown", before + told)


def reasons_of(leaf: PlacedCase, judgement: Judgement, rulebook: Rulebook) -> Iterator[Reason]:
    """How each rule stands: those of the route taken, or of every route where none is."""
    book, _ = _committee_of(leaf)
    words = Placeholders(leaf, rulebook, judgement)
    common = judgement.taken.common if judgement.taken else judgement.common
    for ruling in common:
        yield _rule_reason(ruling, book, words)
        if isinstance(ruling.rule.holds, Counted) and not ruling.rule.holds.count.different_items:
            yield from _detail_reasons(ruling, judgement, book, words)
    for path in _worth_telling(judgement):
        yield from _route_reasons(path, book, words)


def _worth_telling(judgement: Judgement) -> list[RouteRuling]:
    """The route taken; else those that are the applicant's for certain; else all that may be."""
    if judgement.taken:
        return [judgement.taken]
    certain = [path for path in judgement.paths if path.open is Truth.MET]
    return certain or list(judgement.paths)


def _route_reasons(path: RouteRuling, book: Book, words: Mapping[str, Word]) -> Iterator[Reason]:
    """A route's own sentence, where it has one, and its rules."""
    for ruling in path.own:
        yield _rule_reason(ruling, book, words)
    route = path.route
    if route.because:
        result: Result = "unknown" if route.outcome == "unclear" or route.reference else _route_result(path)
        yield Reason(route.id, result, say(route.because, words), _citations_of(book, route), route.reference)


def _route_result(path: RouteRuling) -> Result:
    """How the rules of a route stand together."""
    standings = {ruling.standing for ruling in path.own} | {path.open}
    worst = Truth.FAILED if Truth.FAILED in standings else Truth.UNKNOWN if Truth.UNKNOWN in standings else Truth.MET
    return _result_of(worst)


def _rule_reason(ruling: Ruling, book: Book, words: Mapping[str, Word]) -> Reason:
    """How one rule stands."""
    rule = ruling.rule
    text = rule.because.sentence(ruling.standing)
    mend = say(rule.mend, words) if rule.mend and ruling.standing is not Truth.MET else None
    return Reason(
        rule.id, _result_of(ruling.standing), say(text, words), _citations_of(book, rule), rule.reference, mend
    )


def _detail_reasons(total: Ruling, judgement: Judgement, book: Book, words: Mapping[str, Word]) -> Iterator[Reason]:
    """The rules on single achievements; once enough count, those that do not count are no failure."""
    by_rule: dict[str, list[Ruling]] = {}
    for hearing in judgement.hearings or ():
        for ruling in hearing.rulings:
            by_rule.setdefault(ruling.rule.id, []).append(ruling)
    for group in by_rule.values():
        yield _rule_reason(Ruling(group[0].rule, together(total.standing, group), group[0].case), book, words)


def together(total: Truth, group: list[Ruling]) -> Truth:
    """How a rule stands over all achievements that it applies to, by whether enough of them count.

    Once enough do, those that do not are no failure; so none is firm while that is open.
    """
    standings = {ruling.standing for ruling in group}
    if total is Truth.UNKNOWN:
        return Truth.MET if standings == {Truth.MET} else Truth.UNKNOWN
    return Truth.FAILED if total is Truth.FAILED and Truth.FAILED in standings else Truth.MET


def _result_of(standing: Truth) -> Result:
    """A truth in the contract's words."""
    results: dict[Truth, Result] = {Truth.MET: "met", Truth.FAILED: "failed", Truth.UNKNOWN: "unknown"}
    return results[standing]


def _citations_of(book: Book, said: Statement) -> tuple[ClauseCitation, ...]:
    """The citations of what a file says."""
    return tuple(book.citations[name] for name in said.cites)


def tallies_of(leaf: PlacedCase, judgement: Judgement, rulebook: Rulebook) -> tuple[Tally, ...]:
    """Whether each achievement counts, and why."""
    words = Placeholders(leaf, rulebook, judgement)
    return tuple(tally(number, hearing, words) for number, hearing in enumerate(judgement.hearings or ()))


def tally(number: int, hearing: AchievementRuling, words: Mapping[str, Word]) -> Tally:
    """One achievement: what fails, else what is open, else that it counts."""
    deciding = (ruling for ruling in hearing.rulings if ruling.standing is hearing.standing)
    sentences = (sentence(ruling.rule.because.sentence(hearing.standing), words) for ruling in deciding)
    return Tally(number, COUNTS[hearing.standing], Saying(tuple(sentences)))


class Placeholders(dict[str, Word]):
    """What the placeholders of a sentence stand for, found when a sentence has them."""

    def __init__(self, leaf: PlacedCase, rulebook: Rulebook, judgement: Judgement | None = None) -> None:
        super().__init__()
        self.leaf, self.rulebook, self.judgement = leaf, rulebook, judgement

    def __missing__(self, name: str) -> Word:
        """`level`, `title_level` …: a fact's label; the others by `OF_JUDGEMENT`."""
        path = {"title_level": "title.level", "acquired": "title.acquired_on"}.get(name, name)
        fact = self.rulebook.factsheet.by_path.get(path)
        self[name] = word = self._of_fact(fact, path) if fact else self._of_judgement(name)
        return word

    def _of_fact(self, fact: Fact, path: str) -> Word:
        """A fact's label."""
        value = self.leaf.facts.get(path)
        return Sentence(Wording.UNSAID) if value is None else fact.label_of(str(value))

    def _of_judgement(self, name: str) -> Word:
        """A word that only a judged case has."""
        if self.judgement is None or self.leaf.book is None:
            return Sentence(Wording.UNSAID)
        return OF_JUDGEMENT[name](self.judgement, self.leaf.book)


def _steps_of(judgement: Judgement) -> list[Step]:
    """What the national tables ask on the routes that go by a title."""
    steps = (floor.steps(judgement.case.facts) for floor in judgement.floors_by_title)
    return [step for step in chain.from_iterable(steps) if step]


def _standard_of(judgement: Judgement, book: Book) -> Word:
    """The document number of the provincial standard that applies."""
    case = judgement.case
    numbers = (each.value for each in book.programme.standards if not each.when or each.when.judge(case) is Truth.MET)
    return next(numbers, Sentence(Wording.SOME_STANDARD))


def _years_of(judgement: Judgement, _: Book) -> Word:
    """The years of service that are asked, or that may be."""
    years = sorted({step.years for step in _steps_of(judgement)})
    return _in_a_row(Wording.EITHER, list(map(str, years))) or "?"


def _unread_of(judgement: Judgement, _: Book) -> Word:
    """What else the national tables ask and what nobody can check here."""
    unread = sorted({step.unread for step in _steps_of(judgement) if step.unread})
    told = _in_a_row(Wording.BOTH, list(map(Sentence, unread)))
    return sentence(Wording.BESIDES, {"what": told}) if told else ""


def _in_a_row(wording: Wording, words: Sequence[Word]) -> Word:
    """Several words, each with the one before it in a wording of two; nothing where there are none."""
    return reduce(lambda first, then: sentence(wording, {"first": first, "then": then}), words) if words else ""


def _earliest_of(judgement: Judgement, _: Book) -> Word:
    """The first round in which the years of service are reached."""
    year = earliest_year(judgement)
    return str(year) if year else Sentence(Wording.NO_ROUND)


OF_JUDGEMENT: Mapping[str, Callable[[Judgement, Book], Word]] = {
    "standard": _standard_of,
    "earliest": _earliest_of,
    "years": _years_of,
    "unread": _unread_of,
}
