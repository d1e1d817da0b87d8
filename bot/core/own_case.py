"""Whether somebody speaks of their own case: what they tell of themselves, and how they ask."""

from datetime import date
from typing import Literal

from bot.core.interviews import Interviews
from bot.core.smalltalk import Talk
from knowledge.question import ASKING, Question


class OwnCases:
    """Tells an own case from a question about the rules, by what a text says of its writer."""

    def __init__(self, talk: Talk, interviews: Interviews) -> None:
        self.talk = talk
        self.interviews = interviews

    def tells(self, text: str, today: date) -> bool:
        """Whether a text tells several facts of somebody who wants to know whether they may apply."""
        told = self.interviews.told(text, today)
        return len(told) > 1 and self.talk.own_case_in(text, len(told)) == "surely"

    def is_stated(self, text: str, question: Question, today: date) -> bool:
        """Whether somebody only tells of themselves, enough for a self-check: a title of theirs, or much else."""
        told = self.interviews.told(text, today)
        if asks(question) or len(told) < 2:
            return False
        facts, enough = {each.fact for each in told}, self.talk.own_case.stated
        return bool(facts & enough.qualifications) or (
            len(told) >= enough.plenty and bool(facts & enough.circumstances)
        )

    def degree(self, text: str, today: date) -> Literal["surely", "perhaps"] | None:
        """Whether somebody asks about their own case; a title of theirs with its day makes it sure."""
        if not self.interviews.is_possible:
            return None
        told = self.interviews.told(text, today)
        own = self.talk.own_case_in(text, len(told))
        is_dated = any(each.part == "acquired_on" for each in told)
        return "surely" if own and is_dated else own


def asks(question: Question) -> bool:
    """Whether a question asks for something, and does not only tell."""
    return bool(question.prefer or question.demand or question.measures or ASKING.search(question.searched))
