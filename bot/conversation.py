"""One turn in, one reply out: what every door calls. Nothing here reads a clock, a network or a file of its own.

A turn is a text: what was typed, or what a tapped choice says. A `Conversation` is all that is remembered of a person
between two turns; it is a value, and whoever holds it can go on tomorrow.
"""

from datetime import date

from bot.answer_text import AnswerText
from bot.desk import Desk
from bot.reply import Reply, styled
from knowledge.records import Model


class Turn(Model):
    """What a person says. `number` is what an answer to it is called; `is_edit` replaces the last question."""

    text: str
    number: int = 0
    is_edit: bool = False


class Conversation(Model):
    """What is remembered between two turns."""

    language: str | None = None
    question: str = ""
    number: int | None = None


class Assistant:
    """Answers turns."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def reply(self, turn: Turn, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        """The reply to a turn, and the conversation after it."""
        answer = self.desk.answer(turn.text, today)
        shown = AnswerText(answer, today)
        reply = Reply("answer", styled(shown.lines()), answer=answer, number=turn.number)
        return reply, Conversation(question=turn.text, number=turn.number)
