"""Somebody's own case: whether they speak of it, and in which words a question is asked for it."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Literal

from bot.core.interviews import Interviews
from bot.core.live_library import LiveLibrary
from bot.core.smalltalk import Talk
from bot.core.turn import Check, Scene
from eligibility.interview.given import Given
from eligibility.judging.placing import PlacedCase, desk
from eligibility.rulebook.facts import Facts
from knowledge.question import ASKING, Question

WAYS = 64  # in which what is not known may place a case: with more of them it is not known who takes it


class OwnCases:
    """Tells an own case from a question about the rules, by what a text says of its writer."""

    def __init__(self, talk: Talk, interviews: Interviews, library: LiveLibrary) -> None:
        self.talk = talk
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
        level = self.desk.reader.read(text, scene.today).facets.level
        at_level = (Given(fact="level", value=level),) if level in self._names("level") else ()
        told = Check(given=(*scene.check.told, *self.interviews.told(text, scene.today), *at_level))
        facts = self.interviews.interview(told, scene.today).facts
        spoken = (self._names(key).get(str(facts.get(key)), "") for key in ("series", "level", "employer"))
        specialty = facts.get("specialty")
        return " ".join(filter(None, (*self._where(facts, scene.today), str(specialty or ""), *spoken)))

    def _where(self, facts: Facts, today: date) -> Iterator[str]:
        """Whose notice a case is for: the one committee's that takes it, else the province's, else the city's."""
        counter = desk(self.interviews.rulebook, today, facts.get("year"))
        ways = list(islice(counter.place(facts), WAYS))
        home, scope = self.desk.library.tables.home, self.desk.library.lexicon.scope
        if len(ways) < WAYS and all(_is_own(way) for way in ways):
            notices = {way.book.source.notice.id: way.book.source.notice for way in ways if way.book}
            places = {self.desk.library.tables.place_of_notice(notice) for notice in notices.values()}
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

    def tells(self, text: str, today: date) -> bool:
        """Whether a text tells several facts of somebody who wants to know whether they may apply."""
        told = self.interviews.told(text, today)
        return len(told) > 1 and self.talk.own_case_in(text, len(told)) is not None

    def is_stated(self, text: str, question: Question, scene: Scene) -> bool:
        """Whether somebody only tells of themselves, enough for a self-check: a title of theirs, or much else.

        What they told right before, asking nothing, counts as well.
        """
        told = self.interviews.told(text, scene.today)
        if asks(question) or not told:
            return False
        told = (*self._told_before(scene), *told)
        if len(told) < 2:
            return False
        facts, enough = {each.fact for each in told}, self.talk.own_case.stated
        return bool(facts & enough.qualifications) or (
            len(told) >= enough.plenty and bool(facts & enough.circumstances)
        )

    def _told_before(self, scene: Scene) -> tuple[Given, ...]:
        """What was told right before by a text that asked nothing."""
        before = scene.conversation.asked.text
        is_question = asks(self.desk.reader.read(before, scene.today))
        return () if is_question else self.interviews.told(before, scene.today)

    def degree(self, text: str, today: date) -> Literal["surely", "perhaps"] | None:
        """Whether somebody asks about their own case; a title of theirs with its day makes it sure."""
        if not self.interviews.is_possible:
            return None
        told = self.interviews.told(text, today)
        own = self.talk.own_case_in(text, len(told))
        is_dated = any(each.part == "acquired_on" for each in told)
        return "surely" if own and is_dated else own


def _is_own(way: PlacedCase) -> bool:
    """Whether a committee takes a case itself."""
    return way.placement is not None and way.placement.outcome == "own"


def asks(question: Question) -> bool:
    """Whether a question asks for something, and does not only tell."""
    return bool(question.prefer or question.demand or question.measures or ASKING.search(question.searched))
