"""Which fact to ask for next: one whose answer can still change the outcome, in the order of the factsheet's stages."""

from collections.abc import Callable, Iterator

from eligibility.judging.placing import Placements
from eligibility.judging.verdict import NextQuestion
from eligibility.rulebook.condition import Case
from eligibility.rulebook.facts import Facts, key_of
from eligibility.rulebook.factsheet import Fact
from eligibility.rulebook.rulebook import ClauseCitation, Placement, Rule, Statement

Outcomes = Callable[[Facts], frozenset[str]]
NEEDED_FOR_ACHIEVEMENT = ("kind", "on", "related", "used_before")
APART = 2  # values that a clause names which tells them apart
LONGEST_WHY = 120  # characters of a clause that is read before an answer
NEEDED_FOR_KIND = {"award": ("award_by",), "patent": ("annual_benefit_wan",)}


def next_question(
    counter: Placements, facts: Facts, waiting: frozenset[str], outcomes: Outcomes
) -> NextQuestion | None:
    """The question to ask now. What was answered with 不清楚 comes back only where nothing else is left to ask."""
    placing = {
        path
        for placement in counter.open_placements(facts)
        for path in placement.when.reads()
        if facts.is_open(path) and path in counter.values
    }
    keys = [key_of(path) for path in (*placing, *waiting)]
    fresh = [key for key in keys if key not in facts.declined]
    chosen = best(counter, facts, set(fresh), placing, outcomes) or best(counter, facts, set(keys), placing, outcomes)
    return question_about(counter, facts, chosen, waiting) if chosen else None


def best(counter: Placements, facts: Facts, keys: set[str], placing: set[str], outcomes: Outcomes) -> Fact | None:
    """The best of the earliest stage: whose answers settle most; among equals the first of the factsheet."""
    candidates = [fact for fact in counter.rulebook.factsheet.facts if fact.key in keys]
    for stage in dict.fromkeys(fact.stage for fact in candidates):
        scored = []
        for fact in candidates:
            if fact.stage == stage:
                share = _settling(counter, facts, fact.key, outcomes) if fact.key in placing else 0.0
                scored.append((share, fact))
        useful = [(share, fact) for share, fact in scored if share is not None]
        if useful:
            return max(useful, key=lambda pair: pair[0] or 0.0)[1]
    return None


def _settling(counter: Placements, facts: Facts, path: str, outcomes: Outcomes) -> float | None:
    """The share of a fact's answers that settle the outcome; None where no answer can change it."""
    results = [outcomes(facts.with_value(path, value)) for value in counter.values[path]]
    certain = [result for result in results if len(result) == 1 and "undetermined" not in result]
    if len(certain) == len(results) and len(set(certain)) == 1:
        return None
    return len(certain) / len(results)


def question_about(
    counter: Placements, facts: Facts, fact: Fact, waiting: frozenset[str] = frozenset()
) -> NextQuestion:
    """The question for a fact, or for the part of it that is waited for."""
    part, asked, prefix = _missing_part(counter, facts, fact, waiting)
    return NextQuestion(
        fact=fact.key,
        part=part,
        question=prefix + asked.question,
        help=asked.help,
        kind=asked.kind,
        choices=tuple((choice.value, choice.label) for choice in asked.choices),
        why=_reason_to_ask(counter, facts, fact) if part is None or fact.kind != "records" else None,
        declined=fact.key in facts.declined,
        parts=_parts_at_once(counter, facts, fact, waiting),
    )


def _parts_at_once(counter: Placements, facts: Facts, fact: Fact, waiting: frozenset[str]) -> tuple[str, ...]:
    """The parts that one answer may give: all the years that are open, all that is waited for of a record."""
    if fact.kind == "yearly":
        return _open_years(counter, facts, fact)
    return _untold_parts(facts, fact, waiting) if fact.kind == "record" else ()


def _untold_parts(facts: Facts, fact: Fact, waiting: frozenset[str]) -> tuple[str, ...]:
    """The parts of a record that are waited for, where nothing is known of it yet and they are several."""
    paths = {f"{fact.key}.{part.key}": part.key for part in fact.parts}
    wanted = tuple(key for path, key in paths.items() if path in waiting)
    return wanted if len(wanted) > 1 and not any(path in facts.values for path in paths) else ()


def _missing_part(
    counter: Placements, facts: Facts, fact: Fact, waiting: frozenset[str]
) -> tuple[str | None, Fact, str]:
    """Which part of a record is not known yet, its own description, and what to say before its question."""
    match fact.kind:
        case "record":
            return _missing_of_record(facts, fact, waiting)
        case "records":
            return _missing_detail(facts, fact, waiting)
        case "yearly":
            return _missing_year(counter, facts, fact)
        case _:
            return None, fact, ""


def _missing_of_record(facts: Facts, fact: Fact, waiting: frozenset[str]) -> tuple[str | None, Fact, str]:
    """The first part of a record that is not known, or that is waited for and known only roughly; asked for with the
    others where they are all waited for.
    """
    if _untold_parts(facts, fact, waiting):
        first = fact.parts[0]
        return first.key, first.replace(question=fact.question, help=fact.help), ""
    for part in fact.parts:
        path = f"{fact.key}.{part.key}"
        if facts.get(path) is None or (facts.is_open(path) and path in waiting):
            return part.key, part, ""
    return None, fact, ""


def _missing_detail(facts: Facts, fact: Fact, waiting: frozenset[str]) -> tuple[str | None, Fact, str]:
    """The first thing that is waited for and not known of an achievement."""
    for number, each in enumerate(facts.achievements or ()):
        further = NEEDED_FOR_KIND.get(str(each.get("achievement.kind")), ())
        for key in (*NEEDED_FOR_ACHIEVEMENT, *further, "item"):
            if each.is_open(f"achievement.{key}") and f"achievement.{key}" in waiting:
                return f"{number}.{key}", fact.by_key[key], f"第{number + 1}项业绩："
    return None, fact, ""


def _missing_year(counter: Placements, facts: Facts, fact: Fact) -> tuple[str | None, Fact, str]:
    """The first year for which a rule needs an answer; it is named once another one was told."""
    year = next(iter(_open_years(counter, facts, fact)), None)
    is_first = not any(key_of(path) == fact.key for path in facts.values)
    return year, fact, "" if is_first or year is None else f"{year}年："


def _open_years(counter: Placements, facts: Facts, fact: Fact) -> tuple[str, ...]:
    """The years for which a rule needs an answer."""
    conditions = (condition for _, said in counter.statements for condition in said.conditions)
    paths = sorted({path for each in conditions for path in each.reads() if key_of(path) == fact.key})
    return tuple(path.split(".")[1] for path in paths if facts.is_open(path))


def _reason_to_ask(counter: Placements, facts: Facts, fact: Fact) -> ClauseCitation | None:
    """The clause that makes a fact decisive for this person: the shortest that tells most of its values apart; of a
    fact without values, what judges it.

    Nothing where all that is known leaves every committee open, and nothing that is only about others or takes long to
    read: a private firm is not shown the clause on the offices of the state.
    """
    if len(tuple(counter.open_placements(facts))) == len(counter.entries):
        return None
    clauses = [
        (said, clause)
        for said, clause in _clauses_about(counter, facts, fact.key)
        if len(clause.quote) <= LONGEST_WHY and _speaks_of(clause.quote, counter, facts)
    ]
    if not fact.choices:
        return next((clause for said, clause in clauses if _judges(said, fact.key)), None)
    telling = [
        (named, -len(clause.quote), clause)
        for said, clause in clauses
        if (named := len(fact.values_in(clause.quote))) >= _fewest(said, fact)
    ]
    return max(telling, key=lambda each: each[:2], default=(0, 0, None))[2]


def _fewest(said: Statement, fact: Fact) -> int:
    """How many values a clause names that tells the answers to a question apart: one where it says who judges them."""
    return 1 if fact.kind == "many" or (fact.kind == "choice" and isinstance(said, Placement)) else APART


def _judges(said: Statement, key: str) -> bool:
    """Whether a statement is a rule about a fact."""
    return isinstance(said, Rule) and key in map(key_of, said.holds.reads())


def _speaks_of(quote: str, counter: Placements, facts: Facts) -> bool:
    """Whether a clause that names employers, places or levels names the person's own among them."""
    sheet = counter.rulebook.factsheet.by_path
    told = [(sheet[path], value) for path, value in facts.values.items() if path in sheet and isinstance(value, str)]
    named = ((fact.values_in(quote), value) for fact, value in told if fact.choices)
    return all(value in values for values, value in named if values)


def _clauses_about(counter: Placements, facts: Facts, key: str) -> Iterator[tuple[Statement, ClauseCitation]]:
    """What looks at a fact of a case, with its clauses: of the committees that may still take the case, or of all that
    may apply to it with the one that does.
    """
    case, placed, open_ones = Case(facts), counter.certain(facts), list(counter.open_placements(facts))
    for book, said in counter.statements:
        if book is not placed.book if placed else said not in open_ones:
            continue
        applies = said.when is not None and key in map(key_of, said.when.reads())
        if (applies or _judges(said, key)) and said.may_apply(case):
            yield from ((said, book.citations[cite]) for cite in said.cites)
