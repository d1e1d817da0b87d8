"""What a person says in one turn, and all that is remembered of a person between two: values that can be stored.

A turn is a text: what was typed, or what a tapped choice says.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from bot.bounds import number_in
from bot.core.reply import Reply
from bot.privacy.masking import storable
from eligibility.interview.given import Given
from eligibility.interview.speech import load_speech
from eligibility.rulebook.facts import DECLINED
from knowledge.asked import Asked
from knowledge.records import Model

Step = tuple[Reply, "Conversation"]
REMEMBERED = 24  # things that are not said twice


FACETS = {  # what a fact of a case is among the facets of a question
    "year": "year",
    "series": "series",
    "level": "level",
    "city": "place",
    "specialty": "specialty",
    "employer": "employer",
}


class Turn(Model):
    """What a person says. `number` is what an answer to it is called; `is_edit`: it takes the last question's place."""

    text: str
    number: int = 0
    is_edit: bool = False


class Check(Model):
    """A self-check that was begun: the answers so far, and what is being asked besides the next question.

    `aim` is what it is to find out; `heard` was understood and is to be confirmed; `doubt` is a level that is held or
    aimed at; `records` are the achievements told so far, some perhaps in part, until nothing more is asked of them.
    """

    given: tuple[Given, ...] = ()
    aim: Literal["verdict", "committee"] = "verdict"
    is_open: bool = True
    changing: str | None = None
    heard: tuple[Given, ...] = ()
    doubt: str | None = None
    records: tuple[dict[str, str], ...] | None = None

    @property
    def unheard(self) -> "Check":
        """The same with nothing that waits to be confirmed."""
        return self.model_copy(update={"heard": (), "doubt": None})

    def answered(self, given: tuple[Given, ...], changing: str | None = None) -> "Check":
        """The same with other answers, open, and with nothing asked beside them; told achievements are kept."""
        after = {"given": given, "changing": changing, "is_open": True}
        return self.unheard.model_copy(update=after)

    @property
    def is_told(self) -> bool:
        """Whether anything was told of the case."""
        return bool(self.told)

    @property
    def told(self) -> tuple[Given, ...]:
        """All that was told of the case, confirmed or not."""
        return (*self.given, *self.heard)

    @property
    def facets(self) -> dict[str, str]:
        """What was told of the case, by the facets of a question."""
        return {FACETS[each.fact]: str(each.value) for each in self.told if each.fact in FACETS and _is_said(each)}

    def heard_with(self, told: Iterable[Given]) -> tuple[Given, ...]:
        """What was heard, with what was told after it in its place."""
        return tuple({(each.fact, each.part): each for each in (*self.heard, *told)}.values())


class Conversation(Model):
    """What is remembered between two turns.

    `question` is the last one, completed by what was said before it, `case` the words of the case in force beside it;
    `before` and `case_before` are those of the one before; `aside` was asked after it and is not gone on from; `cited`
    is the notice that was cited first; `clarified` counts how often in a row it was asked back; `offered` is what the
    numbered choices of the last reply say, `labels` what each of its choices says by its label; `has_verdict`: what was
    last concluded is a self-check's verdict, not an answer; `is_own`: the case in force is the one that was told to the
    self-check; `tells`: the last question only told it, and has no matter; `said` are the latest silences and
    courtesies, which are not given twice.
    """

    language: str | None = None
    question: str = ""
    case: str = ""
    before: str = ""
    case_before: str = ""
    aside: str = ""
    number: int | None = None
    cited: str = ""
    clarified: int = 0
    has_verdict: bool = False
    is_own: bool = False
    tells: bool = False
    offered: tuple[str, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)
    check: Check | None = None
    said: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """What was asked last."""
        return Asked(self.question, self.case)

    @property
    def apart(self) -> "Conversation":
        """The same conversation with nothing in force but what the last question told of a case."""
        return self.replace(question="", case=self.asked.whole)

    @property
    def matter(self) -> str:
        """The last question, where it had a matter."""
        return "" if self.tells else self.question

    @property
    def asked_before(self) -> Asked:
        """What was asked before that."""
        return Asked(self.before, self.case_before)

    def chosen(self, text: str) -> str:
        """What a typed text chooses of what was offered: by its number, its label, or a yes to the only one."""
        if (number := number_in(text)) and number <= len(self.offered):
            text = self.offered[number - 1]
        elif self.is_checking and len(self.offered) == 1 and load_speech().is_yes(text):
            text = self.offered[0]
        return self.labels.get(text, text)

    @property
    def is_checking(self) -> bool:
        """Whether a self-check is going on."""
        return self.check is not None and self.check.is_open

    def asking(self, asked: Asked, before: Asked, *, tells: bool = False) -> "Conversation":
        """The same conversation after a question, and the one before it."""
        question, case, last, case_before = map(storable, (*asked, *before))
        return self.replace(question=question, case=case, before=last, case_before=case_before, tells=tells, aside="")

    def checking(self, check: Check) -> "Conversation":
        """The same conversation with a self-check; what is newly told to it is the case in force."""
        is_told_more = check.is_told and (self.check is None or check.told != self.check.told)
        return self.replace(check=check, is_own=self.is_own or is_told_more)

    def saying(self, what: str) -> "Conversation":
        """The same conversation after something that is not to be said twice."""
        return self.replace(said=(*self.said, what)[-REMEMBERED:])

    def times_said(self, what: str) -> int:
        """How often something was said lately that is not to be said twice."""
        return self.said.count(what)

    def replace(self, **values: object) -> "Conversation":
        """The same conversation with other values."""
        return self.model_copy(update=values)


def _is_said(given: Given) -> bool:
    """Whether an answer says something, and not only that the person does not know."""
    return given.value != DECLINED


class Scene(Model):
    """A turn in its conversation, as of a day."""

    turn: Turn
    conversation: Conversation
    today: date

    @property
    def check(self) -> Check:
        """The self-check of the conversation, a new one where there is none."""
        return self.conversation.check or Check()
