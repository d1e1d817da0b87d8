"""How one case stands in one programme: its rules, its achievements, its routes, and what they come to."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from eligibility.judging.schedule import last_day
from eligibility.judging.verdict import Outcome
from eligibility.rulebook.condition import Case, Condition
from eligibility.rulebook.conditions import ServiceFor
from eligibility.rulebook.days import Days
from eligibility.rulebook.facts import NONE, Facts, Scalar, key_of
from eligibility.rulebook.floors import Floor
from eligibility.rulebook.logic import Truth, all_of, any_of
from eligibility.rulebook.rulebook import Programme, Route, Rule
from knowledge.value import Value, replace


class Ruling(Value):
    """One rule that applies, or may apply, and how it stands."""

    rule: Rule
    standing: Truth
    case: Case

    @cached_property
    def open_paths(self) -> frozenset[str]:
        """The facts that could still settle it; a date known roughly only where knowing the day would help."""
        if self.standing is not Truth.UNKNOWN:
            return frozenset()
        found = frozenset(open_paths(self.case.facts, self.rule.when, self.rule.holds))
        return frozenset(filter(self._would_help, found)) or found

    def _would_help(self, path: str) -> bool:
        """Whether more of a fact could settle the rule while the other facts stay as they are."""
        facts = self.case.facts
        known = facts.get(path)
        if not isinstance(known, Days):
            return True
        ends = [facts.with_value(path, Days.on(day)) for day in (known.first, known.last)]
        return any(self.rule.holds.judge(self.case.with_facts(end)) is not Truth.UNKNOWN for end in ends)

    @property
    def weight(self) -> Truth:
        """How it counts: what nobody can answer here, or what does not block, holds nobody up."""
        return self._open_weight if self.standing is Truth.UNKNOWN else self.standing

    @cached_property
    def _open_weight(self) -> Truth:
        """How it counts while it is open."""
        waiting = {key_of(path) for path in self.open_paths}
        let_pass = not self.rule.blocks and waiting & self.case.facts.declined
        return Truth.MET if not waiting or let_pass else Truth.UNKNOWN


def open_paths(facts: Facts, *conditions: Condition | None) -> Iterator[str]:
    """The facts that conditions read and that are not known; the parts of a record that is said not to be are known."""
    for path in chain.from_iterable(condition.reads() for condition in conditions if condition):
        record_is_none = any(facts.get(f"{key_of(path)}.{head}") == NONE for head in ("level", "grade"))
        if facts.is_open(path) and not record_is_none:
            yield path


class AchievementRuling(Value):
    """One achievement with the rules that apply to it; `item` is the one of the standard that it meets, where known."""

    rulings: tuple[Ruling, ...]
    item: Scalar | None

    @cached_property
    def standing(self) -> Truth:
        """Whether it counts."""
        return all_of(ruling.standing for ruling in self.rulings)

    @property
    def open_paths(self) -> Iterator[str]:
        """The facts that could still settle whether it counts."""
        return (path for ruling in self.rulings for path in ruling.open_paths)


class RouteRuling(NamedTuple):
    """One route, open or perhaps open to the applicant, with its own rulings and the common ones it is bound by.

    `strict`: whether everything is met. `lenient`: the same without the rules that, failing, leave the case unclear.
    """

    route: Route
    open: Truth
    own: tuple[Ruling, ...]
    common: tuple[Ruling, ...]
    strict: Truth
    lenient: Truth

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The common rulings, then its own."""
        return (*self.common, *self.own)

    def open_paths(self, facts: Facts) -> Iterator[str]:
        """The facts that could still settle whether it leads to the level."""
        if self.open is Truth.UNKNOWN:
            yield from open_paths(facts, self.route.when)
        for ruling in self.rulings:
            if ruling.weight is Truth.UNKNOWN:
                yield from ruling.open_paths


def _path_of(route: Route, is_open: Truth, own: tuple[Ruling, ...], common: tuple[Ruling, ...]) -> RouteRuling:
    """A route with how its rulings stand together."""
    firm = all_of([is_open, *(each.weight for each in (*common, *own) if each.rule.otherwise != "unclear")])
    soft = all_of(each.weight for each in (*common, *own) if each.rule.otherwise == "unclear")
    return RouteRuling(route, is_open, own, common, all_of([firm, soft]), firm)


class Judgement(Value):
    """What a programme says of a case: the outcome, the routes, the achievements, and what is still open."""

    outcome: Outcome
    hearings: tuple[AchievementRuling, ...] | None
    common: tuple[Ruling, ...]
    paths: tuple[RouteRuling, ...]
    case: Case
    open_paths: frozenset[str] = frozenset()

    @property
    def floors_by_title(self) -> Iterator[Floor]:
        """The national tables of the years of service, by the routes that go by a title."""
        conditions = (ruling.rule.holds for path in self.paths if path.route.by_title for ruling in path.own)
        return (self.case.floors[each.service_for] for each in conditions if isinstance(each, ServiceFor))

    @cached_property
    def taken(self) -> RouteRuling | None:
        """The route that the outcome rests on, where it rests on one."""
        wanted = {"eligible": lambda path: path.strict, "unclear": lambda path: path.lenient}.get(self.outcome)
        return next((path for path in self.paths if wanted and wanted(path) is Truth.MET), None)


class Docket:
    """Hears achievements, each one once, however often a case is judged with other facts that make no difference to it.

    It lives as long as one person's verdict is made.
    """

    def __init__(self) -> None:
        self.heard: dict[tuple[object, ...], dict[frozenset[tuple[str, Scalar]], AchievementRuling]] = {}

    def hear(self, programme: Programme, achievements: tuple[Facts, ...], case: Case) -> Iterator[AchievementRuling]:
        """Each achievement, judged beside those facts of the applicant that a rule on achievements reads."""
        facts = case.facts
        beside = (*map(facts.get, programme.beside_achievements), facts.declined & programme.asked_of_achievements)
        heard = self.heard.setdefault((programme.id, case.closes, *beside), {})
        for each in achievements:
            if each.known not in heard:
                heard[each.known] = hear(programme, each, case)
            yield heard[each.known]


def judge(programme: Programme, facts: Facts, floors: Mapping[str, Floor], docket: Docket) -> Judgement:
    """Judge a case that the programme's committee takes."""
    case = Case(facts, programme.year, _closing_day(programme, facts), floors)
    hearings = None if facts.achievements is None else tuple(docket.hear(programme, facts.achievements, case))
    if hearings is not None:
        case = replace(case, counted=tuple((hearing.standing, hearing.item) for hearing in hearings))
    common = tuple(rulings(programme.rules, case))
    paths = tuple(_paths_of(programme, common, case))
    outcome = outcome_of(paths)
    still_open = _open_facts(paths, hearings, facts) if outcome == "undetermined" else frozenset[str]()
    return Judgement(outcome, hearings, common, paths, case, still_open)


def _open_facts(
    paths: tuple[RouteRuling, ...], hearings: tuple[AchievementRuling, ...] | None, facts: Facts
) -> frozenset[str]:
    """The facts that keep a case open; what is open of each achievement where they are told already."""
    path = _decisive_path(paths)
    found = frozenset(path.open_paths(facts)) if path else frozenset[str]()
    if hearings is None or "achievements" not in found:
        return found
    details = frozenset(chain.from_iterable(hearing.open_paths for hearing in hearings))
    return (found - {"achievements"}) | details or frozenset({"achievement.item"})


def _decisive_path(paths: tuple[RouteRuling, ...]) -> RouteRuling | None:
    """The first route that is open; an unclear one only after the others."""
    regular = (path for path in paths if path.strict is Truth.UNKNOWN and path.route.outcome == "eligible")
    lenient = (path for path in paths if path.lenient is Truth.UNKNOWN)
    return next(chain(regular, lenient), None)


def _closing_day(programme: Programme, facts: Facts) -> date | None:
    """The last day of the windows that are open to the case."""
    case = Case(facts)
    return last_day(each for each in programme.windows if not each.when or each.when.judge(case) is Truth.MET)


def hear(programme: Programme, achievement: Facts, case: Case) -> AchievementRuling:
    """One achievement, judged beside the facts of the applicant."""
    facts = case.facts.with_values(achievement.values)
    judged = tuple(rulings(programme.achievements, case.with_facts(facts)))
    return AchievementRuling(judged, achievement.get("achievement.item"))


def rulings(rules: Iterable[Rule], case: Case) -> Iterator[Ruling]:
    """The rules that apply or may apply; one that may apply and holds anyway is met."""
    for rule in rules:
        applies = rule.when.judge(case) if rule.when else Truth.MET
        if applies is Truth.FAILED:
            continue
        holds = rule.holds.judge(case)
        perhaps = applies is Truth.UNKNOWN and holds is not Truth.MET
        yield Ruling(rule, Truth.UNKNOWN if perhaps else holds, case)


def _paths_of(programme: Programme, common: tuple[Ruling, ...], case: Case) -> Iterator[RouteRuling]:
    """The routes that are open or may be."""
    for route in programme.routes:
        is_open = route.when.judge(case) if route.when else Truth.MET
        if is_open is not Truth.FAILED:
            bound = tuple(ruling for ruling in common if ruling.rule.id not in route.waives)
            yield _path_of(route, is_open, tuple(rulings(route.rules, case)), bound)


def outcome_of(paths: tuple[RouteRuling, ...]) -> Outcome:
    """Eligible by one route; else unclear by one; else not eligible; in between not determined yet."""
    eligible = any_of(path.strict for path in paths if path.route.outcome == "eligible")
    if eligible is not Truth.FAILED:
        return "eligible" if eligible is Truth.MET else "undetermined"
    unclear = any_of(path.lenient for path in paths)
    outcomes: dict[Truth, Outcome] = {Truth.MET: "unclear", Truth.FAILED: "not_eligible", Truth.UNKNOWN: "undetermined"}
    return outcomes[unclear]


def earliest_year(judgement: Judgement) -> int | None:
    """The first round, from this one on, in which the years of service are reached; None on a route without title."""
    if judgement.taken and not judgement.taken.route.by_title:
        return None
    case = judgement.case
    years = {floor.earliest(case.facts) for floor in judgement.floors_by_title}
    year = years.pop() if len(years) == 1 else None
    return max(year, case.year) if year else None
