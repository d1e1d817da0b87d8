"""A question → an answer made of the notices' own sentences, or an honest silence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from knowledge.library import Library
from knowledge.matching import WEIGHTS, Candidate, Matcher, Weights, order
from knowledge.notice import Level, Notice, Validity, Window
from knowledge.plain import Span, plain
from knowledge.question import Question, Reader
from knowledge.scope import Facets, exists, may_answer

Status = Literal["answered", "clarify", "no_answer"]
Silence = Literal["nothing_asked", "not_said", "other_year", "other_place", "other_series", "not_yet"]

FIRST_STAGE = 30  # passages that BM25 hands on
MOST = 5  # citations, however many cases differ
VALUE = re.compile(r"[a-z0-9.@〔〕%]+", re.IGNORECASE)


@dataclass(frozen=True)
class Citation:
    """A quote and where it stands; `series` and `levels` are those it speaks of, `windows` those that it opens."""

    notice: Notice
    section: tuple[str, ...]
    quote: str
    span: Span
    validity: Validity
    series: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the notices say: `citations` best first. Where they do not say it: why, what is nearest, and whom to ask."""

    status: Status
    question: Question
    citations: tuple[Citation, ...]
    confidence: float
    silence: Silence | None = None
    nearest: tuple[Citation, ...] = ()
    ask: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Limits:
    """When an answer is one; all but the last two are shares of the best candidate's or of the question's weight."""

    coverage: float = 0.28  # of the question that the best candidate must hold
    further: float = 0.5  # of the best score that a further citation must reach
    rival: float = 0.65  # of the best score that makes another case's answer a rival
    beside: float = 0.90  # of the best score that makes another window of the same notice a rival
    quotes: int = 450  # characters of all quotes together, from the second citation on
    citations: int = 3


LIMITS = Limits()


class Answerer:
    """Answers questions from one library; the same question, library and day give the same answer."""

    def __init__(self, library: Library, weights: Weights = WEIGHTS, limits: Limits = LIMITS) -> None:
        self.library = library
        self.reader = Reader(library)
        self.weights = weights
        self.limits = limits

    def answer(self, text: str, today: date, only: str | None = None, told: Facets | None = None) -> Answer:
        """The answer to a text as of a day, from one notice only where one is named, in a case that was told."""
        question = self.reader.read(text, today, told)
        candidates = self.candidates(question, today, only)
        if not candidates or candidates[0].coverage < self.limits.coverage:
            return self.silent(question, candidates, today)
        rivals = self.rivals(question, candidates, only)
        if len(rivals) > 1:
            return self.cited("clarify", question, rivals[:MOST], today)
        return self.cited("answered", question, self.chosen(candidates, question.facets), today)

    def candidates(self, question: Question, today: date, only: str | None = None) -> list[Candidate]:
        """What may answer, best first, at most two runs of sentences a passage."""
        facets, kinds = question.facets, question.prefer
        there = {notice.id for notice in self.library.notices.values() if exists(notice, today)}
        allowed = {
            notice
            for notice in there
            if (notice == only if only else may_answer(self.library.notices[notice], facets, kinds))
        }
        ranked = self.library.rank(question.words, FIRST_STAGE, allowed)
        entries = self.library.passages([each.passage for each in ranked])
        matcher = Matcher(self.library, question, self.weights)
        found = [
            candidate
            for each, entry in zip(ranked, entries, strict=True)
            if matcher.concerns(entry)
            for candidate in matcher.best_of(entry, each.score / ranked[0].score)
            if not all(sentence.echoes & there for sentence in candidate.run.sentences)
            and not (facets.specialty and is_of_another(candidate, facets))
        ]
        return sorted(found, key=order)

    def chosen(self, candidates: Sequence[Candidate], facets: Facets) -> list[Candidate]:
        """The best candidate and what else belongs to the answer, as long as the quotes stay short."""
        best, *others = candidates
        chosen, length = [best], len(best.quote)
        for each in others:
            if len(chosen) == self.limits.citations or each.score < self.limits.further * best.score:
                break
            if stands_beside(best, each, facets) and length + len(each.quote) <= self.limits.quotes:
                chosen.append(each)
                length += len(each.quote)
        return chosen

    def rivals(self, question: Question, candidates: Sequence[Candidate], only: str | None) -> list[Candidate]:
        """The best answer for each case that the question leaves open, where these differ; else only the best.

        Within a notice that the question names, only the windows of its round can still differ.
        """
        best, facets = candidates[0], question.facets
        if facets.specialty or facets.employer or (facets.series and facets.level):
            return [best]
        is_named = bool(only or facets.notices or facets.place)
        least = (self.limits.beside if is_named else self.limits.rival) * best.score
        cases: dict[tuple[object, ...], Candidate] = {}
        for each in candidates:
            window = opens_window(each)
            if each.score >= least and each.kinds >= best.kinds and (window or not is_named):
                cases.setdefault((*case_of(each), window and each.span), each)
        rivals = list(cases.values())
        return rivals if len({values_of(each.quote) for each in rivals}) > 1 else [best]

    def cited(self, status: Status, question: Question, candidates: Sequence[Candidate], today: date) -> Answer:
        """An answer made of candidates."""
        citations = tuple(cite(each, today) for each in candidates)
        return Answer(status, question, citations, round(min(1.0, candidates[0].coverage), 4))

    def silent(self, question: Question, candidates: Sequence[Candidate], today: date) -> Answer:
        """An honest silence, with what comes nearest."""
        best = candidates[0].coverage if candidates else 0.0
        nearest = tuple(cite(each, today) for each in candidates[:1] if each.own)
        why = self.why_silent(question, today)
        return Answer(
            "no_answer", question, (), round(max(0.0, 1 - best), 4), why, nearest, self.whom_to_ask(question, today)
        )

    def why_silent(self, question: Question, today: date) -> Silence:
        """What keeps the notices from answering."""
        facets, notices = question.facets, self.library.notices.values()
        there = [notice for notice in notices if exists(notice, today)]
        if not question.words:
            return "nothing_asked"
        if not there:
            return "not_yet"
        if facets.year and all(notice.year != facets.year for notice in there):
            return "other_year"
        if facets.named_only or (facets.series and not set(facets.series) & self.library.tables.spoken):
            return "other_series"
        if facets.elsewhere or (facets.place and all(facets.place != notice.scope.place for notice in there)):
            return "other_place"
        return "not_said"

    def whom_to_ask(self, question: Question, today: date) -> tuple[Notice, ...]:
        """The notice whose office is to be asked: one that the question names, else the first that gives a contact."""
        reachable = [notice for notice in self.library.notices.values() if notice.contacts]
        there = [notice for notice in reachable if exists(notice, today)]
        named = [notice for notice in there if notice.id in question.facets.notices]
        mailboxes = [notice for notice in there or reachable if has_mailbox(notice)]
        return tuple((named or mailboxes or there)[:1])


def cite(candidate: Candidate, today: date) -> Citation:
    """A candidate as a citation."""
    notice = candidate.notice
    _, series, levels = case_of(candidate)
    return Citation(
        notice,
        candidate.entry.passage.path,
        candidate.quote,
        candidate.span,
        notice.validity(today),
        tuple(sorted(series)),
        tuple(level for level in get_args(Level) if level in levels),
        tuple(window for window in notice.windows if plain(window.quote) in plain(candidate.quote)),
    )


def has_mailbox(notice: Notice) -> bool:
    """Whether a notice gives an address to write to."""
    return any("@" in contact.quote for contact in notice.contacts)


def opens_window(candidate: Candidate) -> bool:
    """Whether one of the sentences opens a window of a round."""
    return any("window" in sentence.named.marks for sentence in candidate.run.sentences)


def case_of(candidate: Candidate) -> tuple[str, frozenset[str], frozenset[str]]:
    """For whom a candidate speaks: its notice and the series and levels that its sentences or headings name."""
    named = [sentence.named for sentence in candidate.run.sentences]
    series = frozenset().union(*(each.series for each in named)) or candidate.entry.named.series
    levels = frozenset().union(*(each.levels for each in named)) or candidate.entry.named.levels
    return candidate.notice.id, series, levels


def stands_beside(best: Candidate, other: Candidate, facets: Facets) -> bool:
    """Whether a further sentence belongs to the answer: it is of the same case; a draft stands beside drafts only."""
    is_same = other.own and (best.is_other or not other.is_other) and not is_of_another(other, facets)
    return is_same and (other.notice.status != "draft" or best.notice.status == "draft")


def is_of_another(candidate: Candidate, facets: Facets) -> bool:
    """Whether the sentences themselves speak of series, and not of the question's."""
    series = candidate.run.series
    return bool(series and facets.series) and not series & set(facets.series)


def values_of(quote: str) -> frozenset[str]:
    """The numbers and addresses of a quote: what differs where two answers differ."""
    return frozenset(VALUE.findall(plain(quote)))
