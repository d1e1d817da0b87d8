"""An answer in words: what it comes to, the words of the notice, then where they stand and whether they still hold."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from bot.locale import N_, _, rule_text, topic_text
from bot.text.cases import case_labels
from bot.text.paragraph import Paragraph, paragraphs, plain_text
from bot.text.windows import time_left
from knowledge.answer import Answer, Citation
from knowledge.asked import LONGEST
from knowledge.notice import Notice
from knowledge.plain import plain
from knowledge.silence import Silence

VALIDITY = {
    "in_force": N_("in force"),
    "expired": N_("this round is over (last day {closed}); what comes next, the next notice decides"),
    "draft": N_("a draft put out for comment, not in force"),
}
SILENCE = {
    "nothing_asked": N_("Please type a question, for example: when does the online application close?"),
    "not_said": N_("The notices do not say this."),
    "other_year": N_("The library has no notice for {year}; dates of one year say nothing about another."),
    "other_place": N_("The library has no notice of {place} for this; ask the office there."),
    "other_level": N_("The notices that say this are for other levels; what they say does not hold for this one."),
    "other_series": N_("None of the notices speaks of this series or examination; ask who judges or holds it."),
    "other_specialty": N_("None of the notices says who judges this line of work, when or where; ask who judges it."),
    "outside": N_("This is not about professional titles; only what their notices say can be answered here."),
    "not_yet": N_("On {today} none of the notices had been issued yet."),
}
ELSEWHERE: frozenset[Silence] = frozenset(
    {"other_place", "other_series", "other_specialty", "outside"}
)  # no notice's matter


class AnswerText(NamedTuple):
    """An answer in words, as of a day."""

    answer: Answer
    today: date

    @property
    def text(self) -> str:
        """What the person is shown, as plain text."""
        return plain_text([*self.paragraphs(), *self.narrowing(), *self.going_on(), *self.sources()])

    def paragraphs(self) -> Iterator[Paragraph]:
        """The answer, without the ways to narrow it down and where its quotes stand in full."""
        answer = self.answer
        if answer.question.is_cut:
            yield Paragraph(_("(Only the first {number} characters were read.)").format(number=LONGEST))
        if answer.status == "no_answer":
            yield from self._silence()
            return
        yield from paragraphs(self._opening())
        if answer.overview:
            yield from self._points()
            return
        for citation in answer.citations:
            yield from _paragraphs_of(citation, self.today)

    def _points(self) -> Iterator[Paragraph]:
        """Each point of an overview under its name; a notice is named once below what it says in a row."""
        before = (None, *self.answer.points)
        points = zip(before, self.answer.points, self.answer.citations, strict=False)
        for _id, of_notice in groupby(points, key=lambda each: each[-1].notice.id):
            for last, point, citation in of_notice:
                if point != last:
                    yield Paragraph(f"【{topic_text(point)}】", "label")
                yield from _quoted(citation, self.today)
                yield from warnings(citation.notice, citation.quote)
            yield Paragraph(_name_line(citation), "source")

    def sources(self) -> Iterator[Paragraph]:
        """Where each quote stands: the first of each notice in full, of the others of that notice only the sections."""
        of_notices: dict[str, list[Citation]] = {}
        for citation in self.answer.citations or self.answer.nearest:
            of_notices.setdefault(citation.notice.id, []).append(citation)
        for first, *rest in of_notices.values():
            yield Paragraph(source_line(first), "source", is_folded=True)
            if rest:
                told = _("  Source: the same notice, {section}").format(section=_sections(rest))
                yield Paragraph(told, "source", is_folded=True)

    def _opening(self) -> Iterator[str]:
        """What is said before the quotes."""
        if self.answer.status == "clarify":
            yield _("The answer depends on your case; here are the likeliest:")
        if self.answer.overview:
            yield _("An overview, one sentence for each point:")
        if self.answer.differs:
            yield _("You said {said}; the notice has {written}.").format(**self.answer.differs._asdict())

    def narrowing(self) -> Iterator[str]:
        """The ways to narrow the question down, where there are some."""
        if self.answer.status == "clarify":
            yield _("Say more to narrow it down: {choices}").format(choices=" | ".join(self.choices()))
        elif self.answer.further:
            yield _("You can go on with: {choices}").format(choices=" | ".join(self.choices()))

    def going_on(self) -> Iterator[str]:
        """What judges the person's own case, where such questions are about that or this one is."""
        is_own = self.answer.question.is_own and self.answer.silence not in ELSEWHERE
        if is_own or self.answer.checked:
            yield _("Whether you yourself may apply, the self-check tells: zhicheng check, or “check” in chat.")

    def side_by_side(self) -> Iterator[Paragraph]:
        """The answer for each case under its name, without asking which one it is."""
        yield Paragraph(_("The answer depends on the case:"))
        for label, citation in zip(case_labels(self.answer.citations), self.answer.citations, strict=True):
            yield Paragraph(f"【{label}】", "label")
            yield from _paragraphs_of(citation, self.today)

    def _silence(self) -> Iterator[Paragraph]:
        """Why there is no answer, what comes nearest, and whom to ask."""
        yield Paragraph(self.why())
        for citation in self.answer.nearest:
            yield Paragraph(self._nearest(citation))
            yield Paragraph(_name_line(citation), "source")
        yield from self.whom_to_ask()

    def whom_to_ask(self) -> Iterator[Paragraph]:
        """The offices that can be asked, with how they are reached."""
        for notice in self.answer.ask:
            if contact := self.answer.contact(notice):
                asked = _("You can ask ({name}): {contact}")
                if self.answer.silence in ELSEWHERE:
                    asked = _("About what the notices here are for, you can ask ({name}): {contact}")
                yield Paragraph(asked.format(name=notice.name, contact=contact.quote))
                yield from warnings(notice, contact.quote)

    def why(self) -> str:
        """Why there is no answer."""
        answer, facets = self.answer, self.answer.question.facets
        if answer.matter:
            return _("The notices do not say this: {matter}.").format(matter=topic_text(answer.matter))
        why, place = SILENCE[answer.silence or "not_said"], facets.elsewhere or facets.place or ""
        return _(why).format(year=facets.year, place=place, today=self.today)

    def _nearest(self, citation: Citation) -> str:
        """What comes nearest, said to be no answer."""
        told = _("Nearest, not an answer: {quote}")
        if self.answer.matter and self.answer.beside:
            told = _("Nearest is another matter ({beside}), not an answer: {quote}")
        return told.format(quote=f"「{citation.quote}」", beside=topic_text(self.answer.beside or ""))

    def choices(self) -> list[str]:
        """The ways to narrow a question down, as a person would type them."""
        if self.answer.status != "clarify":
            return list(map(topic_text, self.answer.further))
        return list(self.cases())

    def cases(self) -> dict[str, Citation]:
        """The cases that the answer depends on by their names, each with the first that speaks of it."""
        cases: dict[str, Citation] = {}
        for label, citation in zip(case_labels(self.answer.citations), self.answer.citations, strict=True):
            cases.setdefault(label, citation)
        return cases

    def as_json(self, question: str) -> dict[str, object]:
        """The answer in the contract's form."""
        answer = self.answer
        return {
            "question": question,
            "status": answer.status,
            "text": self.text,
            "citations": [citation_json(citation) for citation in answer.citations],
            "choices": self.choices(),
            "confidence": answer.confidence,
            "topics": list(answer.question.topics.best()),
        } | ({"overview": True} if answer.overview else {})


def _paragraphs_of(citation: Citation, today: date) -> Iterator[Paragraph]:
    """What a citation comes to on a day, its quote with the short name of the notice, and what to know of its words."""
    yield from _quoted(citation, today)
    yield Paragraph(_name_line(citation), "source")
    yield from warnings(citation.notice, citation.quote)


def _quoted(citation: Citation, today: date) -> Iterator[Paragraph]:
    """What a citation comes to on a day, and its quote."""
    for window in citation.windows:
        yield Paragraph(time_left(window, today), "window")
    yield Paragraph(f"「{citation.quote}」", "quote")
    if citation.cells:
        yield Paragraph(f"  ▤ {'；'.join(f'{head}：{text}' for head, text in citation.cells)}", "source")


def _name_line(citation: Citation) -> str:
    """The short name of the notice that is cited, and that it does not hold where it does not."""
    notice = citation.notice
    if citation.validity == "in_force":
        return f"  —— {notice.name}"
    told = _(VALIDITY[citation.validity]).format(closed=notice.valid_through)
    return "  —— " + _("{what} ({remark})").format(what=notice.name, remark=told)


def _section(citation: Citation) -> str:
    """The headings that a quote stands under."""
    return " > ".join(citation.section)


def _sections(citations: Iterable[Citation]) -> str:
    """The headings that quotes stand under, each once, those under one heading together."""
    under: dict[tuple[str, ...], dict[str, None]] = {}
    for *above, last in (citation.section for citation in citations if citation.section):
        under.setdefault(tuple(above), {})[last] = None
    return "；".join(" > ".join((*above, "、".join(last))) for above, last in under.items())


def source_line(citation: Citation) -> str:
    """Where a quote stands and whether it still holds."""
    notice, title = citation.notice, f"《{short_title(citation.notice)}》"
    parts = [notice.issuer or "", title, notice.document_number, notice.issued_on, _section(citation)]
    validity = _(VALIDITY[citation.validity]).format(closed=notice.valid_through)
    told = _("{year} round, {validity}").format(year=notice.round_year, validity=validity)
    told = told if notice.round_year else validity
    where = "，".join(str(part) for part in parts if part)
    return _("  Source: {source}").format(source=_("{what} ({remark})").format(what=where, remark=told))


def short_title(notice: Notice) -> str:
    """The title without the issuer's name at its head."""
    return notice.title.removeprefix(notice.issuer or "")


def warnings(notice: Notice, quote: str) -> Iterator[Paragraph]:
    """The suspicious pieces of a quote, each a paragraph."""
    return (Paragraph(line, "warning") for line in errata_lines(notice, quote))


def errata_lines(notice: Notice, quote: str) -> Iterator[str]:
    """For each suspicious piece of a quote: how it is printed and how it probably reads."""
    shown = plain(quote) if notice.errata else ""
    for erratum in notice.errata:
        if plain(erratum.printed) in shown:
            if erratum.reading:
                yield "  ⚠ " + _("printed “{printed}”, probably “{reading}”: {why}").format(
                    printed=erratum.printed, reading=erratum.reading, why=rule_text(erratum.why)
                )
            else:
                yield f"  ⚠ {rule_text(erratum.why)}"


def citation_json(citation: Citation) -> dict[str, object]:
    """A citation in the contract's form; the row of a table with its cells."""
    notice = citation.notice
    return {
        "notice": notice.id,
        "title": notice.title,
        "issuer": notice.issuer,
        "document_number": notice.document_number,
        "issued_on": notice.issued_on and notice.issued_on.isoformat(),
        "validity": citation.validity,
        "section": list(citation.section),
        "quote": citation.quote,
    } | ({"cells": [cell._asdict() for cell in citation.cells]} if citation.cells else {})
