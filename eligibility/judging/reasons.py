"""From how rules stand to sentences with the clauses they rest on."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from eligibility.judging.judging import AchievementRuling, Judgement, RouteRuling, Ruling, earliest_year
from eligibility.judging.placing import PlacedCase, Placements
from eligibility.judging.verdict import Reason, Result, Tally
from eligibility.rulebook.conditions import Counted
from eligibility.rulebook.facts import Facts
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
UNSAID = "（未填）"
UNCOVERED = "本资料收录的通知没有说到这种情况，无法据以判断；请向所在单位人事部门或当地人社部门询问。"

UNREADABLE = (
    "能读出规则的通知没有说到这种情况；{}的规则现在读不出来，可能正是它们管的，"
    "所以不能据此认为没有规定。请向当地人社部门询问。"
)


def placement_reason(leaf: PlacedCase, rulebook: Rulebook) -> Reason:
    """Who judges the case."""
    book, placement = _committee_of(leaf)
    words = Placeholders(leaf, rulebook)
    return Reason(
        placement.id,
        PLACED[placement.outcome],
        fill(placement.because, words),
        _citations_of(book, placement),
        mend=placement.mend and fill(placement.mend, words),
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
    before = f"{year}年度的通知不在资料内。" if missing else ""
    return Reason("not-covered", "unknown", before + (UNREADABLE.format(left_out) if left_out else UNCOVERED))


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


def _route_reasons(path: RouteRuling, book: Book, words: Mapping[str, str]) -> Iterator[Reason]:
    """A route's own sentence, where it has one, and its rules."""
    for ruling in path.own:
        yield _rule_reason(ruling, book, words)
    route = path.route
    if route.because:
        result: Result = "unknown" if route.outcome == "unclear" or route.reference else _route_result(path)
        yield Reason(route.id, result, fill(route.because, words), _citations_of(book, route), route.reference)


def _route_result(path: RouteRuling) -> Result:
    """How the rules of a route stand together."""
    standings = {ruling.standing for ruling in path.own} | {path.open}
    worst = Truth.FAILED if Truth.FAILED in standings else Truth.UNKNOWN if Truth.UNKNOWN in standings else Truth.MET
    return _result_of(worst)


def _rule_reason(ruling: Ruling, book: Book, words: Mapping[str, str]) -> Reason:
    """How one rule stands."""
    rule = ruling.rule
    text = rule.because.sentence(ruling.standing)
    mend = fill(rule.mend, words) if rule.mend and ruling.standing is Truth.FAILED else None
    return Reason(
        rule.id, _result_of(ruling.standing), fill(text, words), _citations_of(book, rule), rule.reference, mend
    )


def _detail_reasons(total: Ruling, judgement: Judgement, book: Book, words: Mapping[str, str]) -> Iterator[Reason]:
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


def tally(number: int, hearing: AchievementRuling, words: Mapping[str, str]) -> Tally:
    """One achievement: what fails, else what is open, else that it counts."""
    deciding = (ruling for ruling in hearing.rulings if ruling.standing is hearing.standing)
    sentences = (ruling.rule.because.sentence(hearing.standing) for ruling in deciding)
    return Tally(number, COUNTS[hearing.standing], fill("".join(sentences), words))


def fill(text: str, words: Mapping[str, str]) -> str:
    """A sentence with its placeholders filled in."""
    return text.format_map(words) if "{" in text else text


class Placeholders(dict[str, str]):
    """What the placeholders of a sentence stand for, found when a sentence has them."""

    def __init__(self, leaf: PlacedCase, rulebook: Rulebook, judgement: Judgement | None = None) -> None:
        super().__init__()
        self.leaf, self.rulebook, self.judgement = leaf, rulebook, judgement

    def __missing__(self, word: str) -> str:
        """`level`, `title_level` …: a fact's label; the others by `OF_JUDGEMENT`."""
        path = {"title_level": "title.level", "acquired": "title.acquired_on"}.get(word, word)
        fact = self.rulebook.factsheet.by_path.get(path)
        if fact:
            value = self.leaf.facts.get(path)
            text = UNSAID if value is None else fact.label_of(str(value))
        else:
            text = self._of_judgement(word)
        self[word] = text
        return text

    def _of_judgement(self, word: str) -> str:
        """A word that only a judged case has."""
        if self.judgement is None or self.leaf.book is None:
            return UNSAID
        return OF_JUDGEMENT[word](self.judgement, self.leaf.book)


def _steps_of(judgement: Judgement) -> list[Step]:
    """What the national tables ask on the routes that go by a title."""
    steps = (floor.steps(judgement.case.facts) for floor in judgement.floors_by_title)
    return [step for step in chain.from_iterable(steps) if step]


def _standard_of(judgement: Judgement, book: Book) -> str:
    """The document number of the provincial standard that applies."""
    case = judgement.case
    numbers = (each.value for each in book.programme.standards if not each.when or each.when.judge(case) is Truth.MET)
    return next(numbers, "相应专业的评审标准")


def _years_of(judgement: Judgement, _: Book) -> str:
    """The years of service that are asked, or that may be."""
    years = {step.years for step in _steps_of(judgement)}
    return "或".join(map(str, sorted(years))) or "?"


def _unread_of(judgement: Judgement, _: Book) -> str:
    """What else the national tables ask and what nobody can check here."""
    return "；".join(sorted({step.unread for step in _steps_of(judgement) if step.unread}))


def _earliest_of(judgement: Judgement, _: Book) -> str:
    """The first round in which the years of service are reached."""
    return str(earliest_year(judgement) or "（无）")


OF_JUDGEMENT: Mapping[str, Callable[[Judgement, Book], str]] = {
    "standard": _standard_of,
    "earliest": _earliest_of,
    "years": _years_of,
    "unread": _unread_of,
}
