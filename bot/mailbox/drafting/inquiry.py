"""A question of a letter → the notices' answer to it in the case that the letter tells."""

from dataclasses import dataclass, replace
from datetime import date

from bot.core.live_library import LiveLibrary
from knowledge.answer import Answer
from knowledge.scope import Facets

LONGEST = 500  # characters of a question; no sentence of a letter that asks is nearly so long
SIGNS = " 　,，。.;；!！?？"  # at the ends of a question; a clause and its sentence are often told apart by them only


@dataclass(frozen=True)
class Inquiry:
    """Asks the notices as of a day what a letter wants to know: `told` is its case, `written` the day that it bears."""

    desk: LiveLibrary
    today: date
    told: Facets
    written: date | None = None

    def answer(self, text: str) -> Answer:
        """The answer to a text; a window is sought by the names of the employer's kind and the specialty, too."""
        answer = self._answer_as_told(text)
        if answer.status == "no_answer" and self._is_of_a_round_to_come:
            return self._answer_of_last_round(text, answer)
        names = self._names_of_case
        if not names or not _opens_window(answer):
            return answer
        named = self._answer_as_told(" ".join([*names, text]))
        return _of_own_window(named, names) if _opens_window(named) else answer

    def _answer_as_told(self, text: str) -> Answer:
        """The answer to a text in which this year is that in which it was written."""
        asked, years = text[:LONGEST].strip(SIGNS), self.desk.library.lexicon.years
        dated = years.dated_where_asked(asked, self.written.year) if self.written else asked
        return self.desk.answer(dated, self.today, told=self.told)

    @property
    def _names_of_case(self) -> list[str]:
        """What the notices call the kind of employer and the specialty of the case."""
        called = self.desk.library.lexicon.scope.employers
        employer = called[self.told.employer][:1] if self.told.employer else ()
        return [*employer, *filter(None, [self.told.specialty])]

    @property
    def _is_of_a_round_to_come(self) -> bool:
        """Whether the letter speaks of a round for which there is no notice yet."""
        years = (notice.year for notice in self.desk.library.notices.values() if notice.year)
        return self.told.year is not None and self.told.year > max(years, default=0)

    def _answer_of_last_round(self, text: str, silent: Answer) -> Answer:
        """What the last notice says to a text that asks for no day: a day holds for its own round only."""
        last = self.desk.answer(text[:LONGEST], self.today, told=replace(self.told, year=None))
        library, likeliest = self.desk.library, last.question.topics.best(1)
        is_of_a_day = any(library.topic(topic).asks == "when" for topic in likeliest)
        return silent if is_of_a_day or any(each.windows for each in last.citations) else last


def _of_own_window(answer: Answer, names: list[str]) -> Answer:
    """The same without any window but the one named so, else the first; what is asked in the same breath stands beside.

    The days of a whole round are open longer than those of one specialty: 是不是已经过了.
    """
    named = (each for each in answer.citations if each.windows and any(name in each.quote for name in names))
    first = next(named, answer.citations[0])
    beside = [each for each in answer.citations if not each.windows] if len(answer.question.prefer) > 1 else []
    return replace(answer, citations=(first, *beside))


def _opens_window(answer: Answer) -> bool:
    """Whether the first sentence that answers is of a window."""
    return answer.status == "answered" and bool(answer.citations[0].windows)
