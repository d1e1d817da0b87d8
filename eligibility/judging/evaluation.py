"""Rulebook × facts × today → Verdict. Pure: the same arguments give the same bytes."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple, get_args

from eligibility.judging.guidance import draft_notes, surround
from eligibility.judging.judging import Docket, Judgement, earliest_year, judge
from eligibility.judging.next_question import next_question
from eligibility.judging.placing import PlacedCase, Placements, desk
from eligibility.judging.reasons import placement_reason, reasons_of, uncovered_reason
from eligibility.judging.verdict import NextQuestion, Outcome, Reason, Result, Verdict
from eligibility.rulebook.facts import Facts
from eligibility.rulebook.rulebook import Book, Rulebook
from knowledge.value import replace

RESULTS = frozenset[str](get_args(Result))
BEARING: Mapping[Outcome, frozenset[str]] = {"not_eligible": frozenset({"failed"})}  # what must be among the reasons


class Standing(NamedTuple):
    """How a case stands at the end of one way through the placements; `judgement` where a committee takes it."""

    leaf: PlacedCase
    outcome: Outcome
    judgement: Judgement | None = None


def evaluate(
    rulebook: Rulebook, facts: Facts, today: date, docket: Docket | None = None, *, asks: bool = True
) -> Verdict:
    """The verdict as of a day: certain where every way of filling in the unknown agrees, else what to ask next.

    `docket`: what was heard before of the same person's achievements; `asks`: somebody is there to be asked, and the
    best question is looked for, which takes longer than all else.
    """
    counter, docket = desk(rulebook, today, facts.get("year")), docket or Docket()
    standings = tuple(explore(counter, facts, docket))
    outcomes = {standing.outcome for standing in standings}
    if outcomes == {"undetermined"} or len(outcomes) > 1:
        question = _question_to_ask(counter, facts, standings, docket) if asks else None
        verdict = _open_verdict(counter, facts, docket, question)
    else:
        verdict = _settled_verdict(counter, facts, standings)
    notes = (*verdict.notes, *draft_notes(rulebook, facts, today))
    return replace(verdict, notes=notes, left_out=tuple(rulebook.left_out))


def earliest_round(rulebook: Rulebook, facts: Facts, today: date) -> int | None:
    """The first round for which the years of service suffice, where all committees that may take the case agree."""
    counter = desk(rulebook, today, facts.get("year"))
    standings = (stand(counter, leaf, Docket()) for leaf in counter.place(facts))
    years = (earliest_year(standing.judgement) for standing in standings if standing.judgement)
    first = next(years, None)
    return first if first and all(year == first for year in years) else None


def explore(counter: Placements, facts: Facts, docket: Docket) -> Iterator[Standing]:
    """The standings of all ways; those behind the first that differs, or is open, are left out."""
    first: Outcome | None = None
    for leaf in counter.place(facts):
        standing = stand(counter, leaf, docket)
        yield standing
        first = first or standing.outcome
        if standing.outcome == "undetermined" or standing.outcome != first:
            return


def stand(counter: Placements, leaf: PlacedCase, docket: Docket) -> Standing:
    """How the case stands where it was placed."""
    if leaf.placement is None or leaf.book is None:
        return Standing(leaf, "not_covered")
    if leaf.rival:
        return Standing(leaf, "unclear")
    if leaf.placement.outcome != "own":
        return Standing(leaf, leaf.placement.outcome)
    judgement = judge(leaf.book.programme, leaf.facts, counter.rulebook.floors, docket)
    return Standing(leaf, judgement.outcome, judgement)


def _outcomes_of(counter: Placements, facts: Facts, docket: Docket) -> frozenset[str]:
    """The outcomes that are still possible; exploring stops at the second."""
    return frozenset(standing.outcome for standing in explore(counter, facts, docket))


def _settled_verdict(counter: Placements, facts: Facts, standings: tuple[Standing, ...]) -> Verdict:
    """A verdict that holds whatever is answered to what is not known; only reasons that all ways share are given."""
    first = standings[0]
    books = {standing.leaf.book for standing in standings}
    book = first.leaf.book
    reasons = _shared_reasons(counter, facts, standings)
    verdict = Verdict(first.outcome, counter.today, book, year_of(book, facts), reasons)
    told = replace(first.leaf, facts=facts)
    return surround(verdict, told, first.judgement, counter.rulebook) if len(books) == 1 else verdict


def _question_to_ask(
    counter: Placements, facts: Facts, standings: tuple[Standing, ...], docket: Docket
) -> NextQuestion | None:
    """The one question to ask now."""
    return next_question(
        counter,
        facts,
        frozenset(path for each in standings if each.judgement for path in each.judgement.open_paths),
        lambda more: _outcomes_of(counter, more, docket),
    )


def _open_verdict(counter: Placements, facts: Facts, docket: Docket, question: NextQuestion | None) -> Verdict:
    """The one question to ask now, and what is known so far where it is certain which committee takes the case."""
    placed = counter.certain(facts)
    if placed is None:
        return Verdict("undetermined", counter.today, None, year_of(None, facts), ask_next=question)
    standing = stand(counter, placed, docket)
    reasons, book = tuple(_all_reasons(counter, standing)), placed.book
    verdict = Verdict("undetermined", counter.today, book, year_of(book, facts), reasons, ask_next=question)
    return surround(verdict, placed, standing.judgement, counter.rulebook)


def year_of(book: Book | None, facts: Facts) -> int | None:
    """The round: the programme's, or the one asked for."""
    asked = facts.get("year")
    return book.programme.year if book else asked if isinstance(asked, int) else None


def _shared_reasons(counter: Placements, facts: Facts, standings: tuple[Standing, ...]) -> tuple[Reason, ...]:
    """The reasons that all ways have in common; of an agreed refusal also those that only some of them have.

    These are of the way that what was told leads to, where it leads to one: no other rests on what was told.
    """
    by_way = [tuple(_all_reasons(counter, standing)) for standing in standings]
    in_all = set(by_way[0]).intersection(*by_way)
    shared = [reason for reason in by_way[0] if reason in in_all]
    if BEARING.get(standings[0].outcome, RESULTS).isdisjoint(reason.result for reason in shared):
        held, ways = counter.held(facts), zip(standings, by_way, strict=True)
        of_told = [reasons for standing, reasons in ways if held and standing.leaf.placement is held]
        failing = (reason for reason in chain.from_iterable(of_told or by_way) if reason.result != "met")
        shared += dict.fromkeys(failing)
    return tuple(shared)


def _all_reasons(counter: Placements, standing: Standing) -> Iterator[Reason]:
    """Where the case was placed and how each rule stands there."""
    leaf = standing.leaf
    if leaf.book is None or leaf.placement is None:
        yield uncovered_reason(counter, leaf.facts)
        return
    yield placement_reason(leaf, counter.rulebook)
    if leaf.rival:
        yield placement_reason(PlacedCase(leaf.facts, *leaf.rival), counter.rulebook)
    if standing.judgement:
        yield from reasons_of(leaf, standing.judgement, counter.rulebook)
