"""Where an answer leads on, and a silence that was given before: the nearest matters, notices, the office to ask."""

from collections.abc import Iterator
from datetime import date

from bot.core.live_library import LiveLibrary
from bot.core.reply import Option
from bot.locale import _, topic_text
from bot.text.answers import AnswerText
from bot.text.paragraph import Paragraph
from knowledge.answer import Answer
from knowledge.rounds import exists

LOOKED_AT, SHOWN = 12, 3  # topics that a question may be about, and those that are offered of them


def silence_of(answer: Answer) -> str:
    """What a silence is about; alike for two that would be the same to read."""
    facets = answer.question.facets
    return f"{answer.silence} {answer.matter} {facets.year} {facets.elsewhere or facets.place}"


class Leads:
    """Leads on from an answer, by what a library holds."""

    def __init__(self, desk: LiveLibrary) -> None:
        self.desk = desk

    def beside(self, answer: Answer) -> list[str]:
        """The names of the neighbours of what was answered that the same notice treats; none of an overview."""
        if answer.status != "answered" or answer.further:
            return []
        best, library = answer.citations[0], self.desk.library
        asked = {*best.topics, *answer.question.topics.best(1)}
        near = [
            each for topic in best.topics[:1] for each in library.topic(topic).confusable or () if each not in asked
        ]
        carried = library.carriers(near)
        said = (each for each in near if best.notice.id in carried[each])
        return [library.topic(topic).name for topic in said][:SHOWN]

    def paragraphs(self, answer: Answer, today: date, *, said_twice: bool) -> Iterator[Paragraph]:
        """The silence in a word, and what can be asked instead; from the third time on only whom to ask."""
        shown = AnswerText(answer, today)
        if said_twice:
            yield Paragraph(_("Nothing else stands in the notices here: {silence}").format(silence=shown.why()))
            yield from shown.whom_to_ask()
            return
        yield Paragraph(_("As I said: {silence}").format(silence=shown.why()))
        if topics := self.topics(answer):
            yield Paragraph(
                _("What comes nearest to it in the notices: {topics}").format(
                    topics=" · ".join(map(topic_text, topics))
                )
            )
        there = [notice.name for notice in self.desk.library.notices.values() if exists(notice, today)]
        if there:
            yield Paragraph(_("The notices there are: {notices}").format(notices=" · ".join(there)))
        yield from shown.whom_to_ask()

    def options(self, answer: Answer) -> Iterator[Option]:
        """The nearest matters, to be asked for by a tap."""
        return (Option(topic_text(topic), topic, numbered=True) for topic in self.topics(answer))

    def topics(self, answer: Answer) -> list[str]:
        """The names of the likeliest topics of a question of which the notices do speak."""
        likeliest, library = list(answer.question.topics.shares)[:LOOKED_AT], self.desk.library
        carried = library.carriers(likeliest)
        return [
            library.topic(topic).name
            for topic in likeliest
            if carried.get(topic) and library.topic(topic).name != answer.matter
        ][:SHOWN]
