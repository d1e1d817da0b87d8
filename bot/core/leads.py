"""Where a silence that was given before leads on: the nearest matters, the notices there are, and the office to ask."""

from collections.abc import Iterator
from datetime import date

from bot.core.live_library import LiveLibrary
from bot.core.reply import Option
from bot.locale import _
from bot.text.answers import AnswerText
from bot.text.paragraph import Paragraph
from knowledge.answering import Answer
from knowledge.rounds import exists

LOOKED_AT, SHOWN = 12, 3  # topics that a question may be about, and those that are offered of them


def silence_of(answer: Answer) -> str:
    """What a silence is about; alike for two that would be the same to read."""
    facets = answer.question.facets
    return f"{answer.silence} {answer.matter} {facets.year} {facets.elsewhere or facets.place}"


class Leads:
    """Leads on from a silence, by what a library holds."""

    def __init__(self, desk: LiveLibrary) -> None:
        self.desk = desk

    def paragraphs(self, answer: Answer, today: date) -> Iterator[Paragraph]:
        """The silence in a word, and what can be asked instead."""
        shown = AnswerText(answer, today)
        yield Paragraph(_("As I said: {silence}").format(silence=shown.why()))
        if topics := self.topics(answer):
            yield Paragraph(_("What comes nearest to it in the notices: {topics}").format(topics=" · ".join(topics)))
        there = [notice.name for notice in self.desk.library.notices.values() if exists(notice, today)]
        if there:
            yield Paragraph(_("The notices there are: {notices}").format(notices=" · ".join(there)))
        yield from shown.whom_to_ask()

    def options(self, answer: Answer) -> Iterator[Option]:
        """The nearest matters, to be asked for by a tap."""
        return (Option(topic, topic, numbered=True) for topic in self.topics(answer))

    def topics(self, answer: Answer) -> list[str]:
        """The names of the likeliest topics of a question of which the notices do speak."""
        likeliest, library = list(answer.question.topics.shares)[:LOOKED_AT], self.desk.library
        carried = library.carriers(likeliest)
        return [
            library.topic(topic).name
            for topic in likeliest
            if carried.get(topic) and library.topic(topic).name != answer.matter
        ][:SHOWN]
