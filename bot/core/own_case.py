"""Somebody's own case, as it was told to the self-check: in which words a question is asked for it."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from bot.core.interviews import Interviews
from bot.core.live_library import LiveLibrary
from bot.core.turn import Check, Scene
from eligibility.interview.given import Given
from eligibility.judging.placing import PlacedCase, desk
from eligibility.rulebook.facts import DECLINED, Facts

GRADE = ("skilled", "grade")  # the fact of a skill, and its part
WAYS = 64  # in which what is not known may place a case: with more of them it is not known who takes it


class OwnCases:
    """Says the cases that `interviews` were told in the words of a library's questions."""

    def __init__(self, interviews: Interviews, library: LiveLibrary) -> None:
        self.interviews = interviews
        self.desk = library

    def in_force(self, text: str, scene: Scene) -> Scene:
        """The scene with the case that was told to the self-check, in the words of a question, where it is in force."""
        conversation = scene.conversation
        if not conversation.is_own or not self.interviews.is_possible:
            return scene
        told = conversation.replace(case=self.words(text, scene), question=conversation.matter)
        return scene.model_copy(update={"conversation": told})

    def words(self, text: str, scene: Scene) -> str:
        """The case that was told, with what a text says of it: whose notice is meant, line of work, level, employer."""
        level = self.desk.reader.facets_in(text, scene.today).level
        at_level = (Given(fact="level", value=level),) if level in self._names("level") else ()
        told = Check(given=(*scene.check.told, *self.interviews.told(text, scene.today), *at_level))
        facts = self.interviews.interview(told, scene.today).facts
        spoken = (self._names(key).get(str(facts.get(key)), "") for key in ("series", "level", "employer"))
        named = (str(facts.get("specialty") or ""), *spoken, self._grade(told))
        return " ".join(filter(None, (*self._where(facts, scene.today), *named)))

    def _grade(self, check: Check) -> str:
        """The grade of a skill that was told, as the notices call it."""
        grades = (each for each in check.told if (each.fact, each.part) == GRADE and each.value != DECLINED)
        return next((self.interviews.telling.value_in_words(each) for each in grades), "")

    def _where(self, facts: Facts, today: date) -> Iterator[str]:
        """Whose notice a case is for: the one committee's that takes it, else the province's, else the city's."""
        counter = desk(self.interviews.rulebook, today, facts.get("year"))
        ways = list(islice(counter.place(facts), WAYS))
        home, scope = self.desk.library.tables.places.home, self.desk.library.lexicon.scope
        if len(ways) < WAYS and all(_is_own(way) for way in ways):
            notices = {way.book.source.notice.id: way.book.source.notice for way in ways if way.book}
            places = {self.desk.library.tables.places.of_notice(notice) for notice in notices.values()}
            if len(notices) == 1:
                yield from next(iter(notices.values())).scope.called[:1]
            elif places == {home}:
                yield scope.province[0]
        elif city := facts.get("city"):
            yield str(city)

    def _names(self, key: str) -> dict[str, str]:
        """What the values of a fact are called in a question."""
        scope = self.desk.library.lexicon.scope
        table = {"series": scope.series, "level": scope.levels, "employer": scope.employers}[key]
        return {value: names[0] for value, names in table.items()}


def _is_own(way: PlacedCase) -> bool:
    """Whether a committee takes a case itself."""
    return way.placement is not None and way.placement.outcome == "own"
