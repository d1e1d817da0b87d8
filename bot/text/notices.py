"""Notices and their ranking as lines: what the library holds, and what came nearest to a question."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.locale import _
from bot.text.answers import VALIDITY
from knowledge.answering import Answerer
from knowledge.notice import Notice
from knowledge.question import Question
from knowledge.rounds import exists
from knowledge.scope import Facets


def notice_line(notice: Notice, day: date) -> str:
    """A notice in one line: id, title, issuer, date, whether it holds."""
    validity = _(VALIDITY[notice.validity(day)]).format(closed=notice.valid_through)
    if not exists(notice, day):
        validity = _("not issued yet")
    parts = [notice.id, notice.title, notice.document_number, notice.issuer, notice.issued_on, validity]
    return "  ".join(str(part) for part in parts if part)


def tree(paths: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The headings of some paths, each once, indented by their depth."""
    shown: tuple[str, ...] = ()
    for path in paths:
        for depth, label in enumerate(path):
            if path[: depth + 1] != shown[: depth + 1]:
                yield f"{'  ' * (depth + 1)}{label}"
        shown = path


def ranking_lines(answerer: Answerer, text: str, day: date, most: int, told: Facets | None = None) -> list[str]:
    """How a question was read, and its best candidates with their scores; `told` is known of the case beside it."""
    question = answerer.reader.read(text, day, told)
    weights = (f"{term.said} {term.weight:.1f}{'' if term.known else '?'}" for term in question.terms)
    lines = [_("terms and weights (? = in no notice): {terms}").format(terms=", ".join(weights))]
    lines += _topic_lines(answerer, text, question)
    for candidate in answerer.candidates(question, day)[:most]:
        held = [term.said for number, term in enumerate(question.terms) if candidate.held >> number & 1]
        lines.append(
            _("{score:.2f} (coverage {coverage:.2f}, BM25 {bm25:.2f}; matched: {held})").format(
                score=candidate.score, coverage=candidate.coverage, bm25=candidate.bm25, held=", ".join(held) or "-"
            )
        )
        lines.append(f"  {candidate.notice.id} {' > '.join(candidate.entry.passage.path)}")
        lines.append(f"  {candidate.quote}")
    return lines


def _topic_lines(answerer: Answerer, text: str, question: Question) -> Iterator[str]:
    """What a question was read as, each topic with its share and with the ways of asking that are nearest to it."""
    library = answerer.library
    for topic_id in question.topics.best():
        topic = library.topic(topic_id)
        near = library.nearest_ways(topic_id, text)
        yield _("topic {topic} ({share:.0%}; asked like: {ways})").format(
            topic=topic.name, share=question.topics.shares[topic_id], ways=", ".join(each.text for each in near)
        )
