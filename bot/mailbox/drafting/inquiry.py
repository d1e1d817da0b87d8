"""A question of a letter → the notices' answer to it in the case that the letter tells, or in each of several."""

from collections.abc import Sequence
from datetime import date

from bot.core.live_library import LiveLibrary
from bot.mailbox.drafting.cited import merge
from bot.mailbox.drafting.colleagues import Colleague, those_named
from knowledge.answer import Answer, Citation
from knowledge.notice import Notice
from knowledge.question import Question
from knowledge.rounds import exists
from knowledge.scope import Facets
from knowledge.value import Value, replace

LONGEST = 500  # characters of a question; no sentence of a letter that asks is nearly so long
SIGNS = " 　,，。.;；!！?？"  # at the ends of a question; a clause and its sentence are often told apart by them only


class Inquiry(Value):
    """Asks the notices as of a day what a letter wants to know: `told` is its case, `written` the day that it bears.

    `colleagues` are the several people that it writes of, if it does; `told` is then what their cases share.
    """

    desk: LiveLibrary
    today: date
    told: Facets
    written: date | None = None
    colleagues: tuple[Colleague, ...] = ()

    def about(self, *texts: str) -> "Inquiry":
        """The same for those of several people who are named in the first text that names any."""
        if not self.colleagues:
            return self
        named = (those_named(self.colleagues, text, self.desk.library.tables) for text in texts)
        return replace(self, colleagues=next(filter(None, named), self.colleagues))

    def answer(self, text: str) -> Answer:
        """The answer to a text, in the case of each of several people."""
        answers = [each._answer_of_case(text) for each in self.alone]
        return _together(answers) if answers else self._answer_of_case(text)

    def own_notice(self, citations: Sequence[Citation]) -> Notice | None:
        """The notice of the round at the letter's place that takes its case, where others' rounds are cited instead."""
        if self.told.place is None or self.told.province or not any(each.notice.scope.round for each in citations[:1]):
            return None
        jurisdiction, place = self.desk.library.jurisdiction, self.told.place
        own = (
            notice
            for notice in self.desk.library.notices.values()
            if notice.scope.round and notice.scope.place == place and exists(notice, self.today)
        )
        taking = (each for each in own if jurisdiction.may_answer(each, self.told, frozenset()))
        return next((each for each in taking if all(other.notice.id != each.id for other in citations)), None)

    @property
    def alone(self) -> "tuple[Inquiry, ...]":
        """The same for each of several people alone; nothing where it is one case."""
        return tuple(replace(self, told=each.told, colleagues=()) for each in self.colleagues)

    def question(self, text: str) -> Question:
        """What a text asks in this case, or in that of the first of several people."""
        told = self.colleagues[0].told if self.colleagues else self.told
        return self.desk.reader.read(self._dated(text), self.today, told)

    def _dated(self, text: str) -> str:
        """A text, not too long, in which this year is that in which it was written."""
        asked, years = text[:LONGEST].strip(SIGNS), self.desk.library.lexicon.years
        return years.dated_where_asked(asked, self.written.year) if self.written else asked

    def _answer_of_case(self, text: str) -> Answer:
        """The answer to a text; a window is sought by the names of the employer's kind and the specialty, too."""
        answer = self._answer_as_told(text)
        if answer.status == "no_answer" and self._is_of_a_round_to_come(answer):
            return self._answer_of_last_round(text, answer)
        names = self._names_of_case
        if not names or not _opens_window(answer):
            return answer
        named = self._answer_as_told(" ".join([*names, text]))
        return self._of_own_window(named) if _opens_window(named) else answer

    def _answer_as_told(self, text: str) -> Answer:
        """The answer to a text as it is told in this case."""
        return self.desk.answer(self._dated(text), self.today, told=self.told)

    @property
    def _names_of_case(self) -> list[str]:
        """What the notices call the kind of employer and the specialty of the case."""
        called = self.desk.library.lexicon.scope.employers
        employer = called[self.told.employer][:1] if self.told.employer else ()
        return [*employer, *filter(None, [self.told.specialty])]

    def _of_own_window(self, answer: Answer) -> Answer:
        """The same without the windows of others; what is asked in the same breath stands beside that of the case.

        So does the window of the whole round where no day is asked for (逾期不予受理), but not one that is still open
        when that of the case is closed.
        """
        windows = [each for each in answer.citations if each.windows]
        named = (each for each in windows if any(name in each.quote for name in self._names_of_case))
        own = next(named, windows[0])
        is_of_days = "when" in answer.question.prefer
        whole = [] if is_of_days else [each for each in windows if _holds(each, own) and self._stands_as(each, own)]
        beside = [each for each in answer.citations if not each.windows] if len(answer.question.prefer) > 1 else []
        return replace(answer, citations=(own, *whole[:1], *beside))

    def _stands_as(self, whole: Citation, own: Citation) -> bool:
        """Whether the days of a whole round are past where those of the case are."""
        closed = [all(window.state(self.today) == "closed" for window in each.windows) for each in (whole, own)]
        return closed[0] or not closed[1]

    def _is_of_a_round_to_come(self, answer: Answer) -> bool:
        """Whether a letter is of a round for which there is no notice at all, or a question of one without one yet."""
        notices, asked, told = self.desk.library.notices.values(), answer.question.facets.year, self.told.year
        years = [notice.year for notice in notices if notice.year and (asked == told or exists(notice, self.today))]
        return asked is not None and asked > max(years, default=0)

    def _answer_of_last_round(self, text: str, silent: Answer) -> Answer:
        """What the last notice says to a text that asks for no day: a day holds for its own round only."""
        undated = self.desk.library.lexicon.years.undated(text[:LONGEST])
        last = self.desk.answer(undated, self.today, told=replace(self.told, year=None))
        library, likeliest = self.desk.library, last.question.topics.best(1)
        is_of_a_day = any(library.topic(topic).asks == "when" for topic in likeliest)
        return silent if is_of_a_day or any(each.windows for each in last.citations) else last


def _together(answers: list[Answer]) -> Answer:
    """The answers in several cases as one: of each that is answered what comes first, then what stands further."""
    answered = [each for each in answers if each.status == "answered"] or answers
    firsts, others = [each.citations[:1] for each in answered], [each.citations[1:] for each in answered]
    return replace(answered[0], citations=merge([*firsts, *others]))


def _holds(whole: Citation, own: Citation) -> bool:
    """Whether the days of one citation hold those of another, and more."""
    (opens, closes), (first, last) = _days_of(whole), _days_of(own)
    return (opens, closes) != (first, last) and opens <= first and last <= closes


def _days_of(citation: Citation) -> tuple[date, date]:
    """The first day and the last of a citation's windows, both inclusive."""
    opens = (window.opens for window in citation.windows if window.opens)
    closes = (window.closes for window in citation.windows if window.closes)
    return min(opens, default=date.max), max(closes, default=date.min)


def _opens_window(answer: Answer) -> bool:
    """Whether the first sentence that answers is of a window."""
    return answer.status == "answered" and bool(answer.citations[0].windows)
