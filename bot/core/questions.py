"""Questions in a conversation: answered, completed by what was asked before, narrowed down, or refused."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.bounds import number_in
from bot.core.leads import Leads, silence_of
from bot.core.live_library import LiveLibrary
from bot.core.reply import Option, Reply, command_reply
from bot.core.several import joined_steps, questions_in
from bot.core.turn import Scene, Step
from bot.locale import N_, _, topic_text
from bot.text.answers import AnswerText
from bot.text.cases import LEVELS, SERIES
from bot.text.glossary import in_chinese
from bot.text.paragraph import Paragraph, paragraphs, unfold
from knowledge.answer import Answer
from knowledge.asked import Asked
from knowledge.scope import Facets
from knowledge.terms import search_form
from knowledge.value import replace

TWICE = 2
TOGETHER = 2  # topics in a row
MOST_CLARIFYING = 2  # times in a row that a person is asked back
EMPLOYERS = {
    "provincial_institution": N_("provincial institution"),
    "provincial_enterprise": N_("provincial state-owned enterprise"),
    "provincial_society": N_("provincial society"),
    "municipal": N_("municipal employer"),
    "private": N_("private enterprise"),
    "central": N_("central employer in Liaoning"),
    "out_of_province": N_("employer outside the province"),
    "freelance": N_("freelance"),
}
FACETS = {
    "year": N_("year: {value}"),
    "series": N_("series: {value}"),
    "level": N_("level: {value}"),
    "place": N_("place: {value}"),
    "specialty": N_("specialty: {value}"),
    "employer": N_("employer: {value}"),
    "notice": N_("notice: {value}"),
}
NAMES: dict[str, Mapping[str, str]] = {"series": SERIES, "level": LEVELS, "employer": EMPLOYERS}
ANY = "-"


class Questions:
    """Answers the questions of a conversation from a library."""

    def __init__(self, desk: LiveLibrary) -> None:
        self.desk = desk
        self.leads = Leads(desk)
        self.questions_in = desk.remembering(self._questions_in)

    def each(self, text: str, scene: Scene) -> Step:
        """The answer to a message; where it asks about several matters, one to each, in their order."""
        questions = self.questions_in(text, scene.today)
        steps: list[Step] = []
        for question in questions:
            steps.append(self.ask(question, scene))
            scene = scene.model_copy(update={"conversation": steps[-1][1]})
        if steps:
            return joined_steps(questions, steps)
        return self.unnamed(text, scene) or self.looked_for(text, scene) or self.ask(text, scene)

    def _questions_in(self, text: str, today: date) -> tuple[str, ...]:
        """The questions of a message that asks about several matters; `questions_in` remembers the latest."""
        return tuple(questions_in(text, self.desk.reader, today))

    def looked_for(self, text: str, scene: Scene) -> Step | None:
        """Whom to ask, or where notices are published, for who is at a loss: 那我怎么知道."""
        asked, following = scene.conversation.asked, self.desk.library.lexicon.following
        if not asked.text or not self.desk.follower.texts.is_at_a_loss(text):
            return None
        if self.desk.answer_asked(asked, scene.today).status == "no_answer":
            return self._changed(asked, scene)
        return self.ask(following.where_to_look, scene) if following.asks_how_to_know(search_form(text)) else None

    def unnamed(self, text: str, scene: Scene) -> Step | None:
        """What is to be named where a text points at something and nothing was spoken of before."""
        if scene.conversation.question or not self.desk.follower.texts.only_points(text, scene.today):
            return None
        told = _("Which paper or form is meant? Please write its name.")
        return Reply("smalltalk", paragraphs([told])), scene.conversation.asking(Asked(text), Asked())

    def in_english(self, text: str, scene: Scene) -> Step:
        """The answer to the Chinese words that a question in English stands for, and that Chinese is understood."""
        told = Paragraph(_("Please ask in Chinese (请用中文提问); the notices are in Chinese."), "note")
        words = in_chinese(text)
        if not words:
            return Reply("smalltalk", (told,)), scene.conversation
        reply, after = self.ask(words, scene)
        return replace(reply, paragraphs=(told, *reply.paragraphs)), after

    def ask(self, text: str, scene: Scene) -> Step:
        """The answer to a question, completed by the one before it where it goes on from that."""
        conversation = scene.conversation
        before = conversation.asked_before if scene.turn.is_edit else conversation.asked
        answer, case = self.desk.follow(before, text, scene.today)
        reply, after = self._present(answer, text, scene)
        is_own = conversation.is_own and case == conversation.case
        if before.text and _asks_for_a_notice(answer):
            return reply, after.replace(aside=text)  # what was spoken of before is what one goes on from
        return reply, after.asking(Asked(answer.question.text, case), before).replace(is_own=is_own)

    def _present(self, answer: Answer, text: str, scene: Scene) -> Step:
        """An answer as a reply, and what is remembered of it."""
        answer = self._cited_first(answer, scene)
        times = scene.conversation.clarified + 1 if answer.status == "clarify" else 0
        asks_back = 0 < times <= MOST_CLARIFYING
        shown = AnswerText(answer, scene.today)
        lines, choices = self._body(shown, scene, asks_back=asks_back)
        asked = [_("Which one is meant?")] if asks_back else []
        reply = Reply(
            "answer",
            (*self.understood(answer, text), *paragraphs([*lines, *asked]), *self.further(answer), *shown.sources()),
            tuple(row for row in (*_in_rows(choices, answer), *self.footer(answer, scene)) if row),
            answer=answer,
            facets=facets_of(answer.question.facets, self.desk.library.tables.places.home),
            number=scene.turn.number,
        )
        after = scene.conversation.replace(
            number=scene.turn.number,
            cited=next((each.notice.id for each in answer.citations), scene.conversation.cited),
            clarified=times,
            has_verdict=False,
        )
        return reply, after.saying(silence_of(answer)) if answer.status == "no_answer" else after

    def _cited_first(self, answer: Answer, scene: Scene) -> Answer:
        """The same answer, of the cases that it leaves open those of the notice first that was cited before."""
        cited = scene.conversation.cited
        if answer.status != "clarify" or cited not in self.desk.library.notices:
            return answer
        if all(each.notice.id != cited for each in answer.citations):
            own = self.desk.answer(answer.question.text, scene.today, notice=cited)
            return replace(answer, citations=(*own.citations[:1], *answer.citations))
        return replace(answer, citations=tuple(sorted(answer.citations, key=lambda each: each.notice.id != cited)))

    def _body(self, shown: AnswerText, scene: Scene, *, asks_back: bool) -> tuple[Iterator[Paragraph], list[Option]]:
        """What an answer says and the choices it leads to; a silence that was given before leads on."""
        answer = shown.answer
        times = scene.conversation.times_said(silence_of(answer)) if answer.status == "no_answer" else 0
        if times:
            said_twice = times >= TWICE
            return self.leads.paragraphs(answer, scene.today, said_twice=said_twice), list(self.leads.options(answer))
        if answer.status == "clarify" and not asks_back:
            return shown.side_by_side(), list(further(answer))
        return shown.paragraphs(), list(self.narrowing(shown, scene.turn.number) if asks_back else further(answer))

    def understood(self, answer: Answer, text: str) -> Iterator[Paragraph]:
        """How a question was completed, where anything was added to what was said."""
        asked, said = answer.question.asked, search_form(text)
        if any(search_form(piece) not in said for piece in asked.whole.split()):
            yield Paragraph(_("(Understood as: {question})").format(question=asked.whole), "note")

    def narrowing(self, shown: AnswerText, number: int) -> Iterator[Option]:
        """The cases for which the answer differs, and 不确定."""
        for place, label in enumerate(shown.choices()):
            yield Option(label, f"/only {number} {place}", numbered=True)
        yield Option(_("not sure: show them side by side"), "/unsure", numbered=True)

    def sources(self, scene: Scene) -> Step:
        """Where the quotes of the last answer stand, in full."""
        answer = self.desk.answer_asked(scene.conversation.asked, scene.today)
        told = unfold(AnswerText(answer, scene.today).sources())
        return command_reply(told or [_("Nothing was quoted.")]), scene.conversation

    def further(self, answer: Answer) -> Iterator[Paragraph]:
        """What else stands beside the answer."""
        if topics := self.leads.beside(answer):
            told = _("You can also ask about: {topics}").format(topics=" · ".join(map(topic_text, topics)))
            yield Paragraph(told, "note", offers=tuple(topics))

    def footer(self, answer: Answer, scene: Scene) -> Iterator[tuple[Option, ...]]:
        """The facets in force, feedback, and the way on after a refusal."""
        labels = list(self.labels(answer))
        for start in range(0, len(labels), 3):
            yield tuple(Option(label, f"/facet {key}") for key, label in labels[start : start + 3])
        if answer.status == "no_answer":
            notices = [Option(_("notices"), "/notices")] if silence_of(answer) in scene.conversation.said else []
            yield (Option(_("write to the office"), "/mail"), Option(_("self-check"), "/check"), *notices)
        if answer.silence != "nothing_asked":
            useful, useless = _("useful"), _("not useful")
            yield (
                Option(f"👍 {useful}", f"/useful {scene.turn.number}"),
                Option(f"👎 {useless}", f"/useless {scene.turn.number}"),
            )

    def labels(self, answer: Answer) -> Iterator[tuple[str, str]]:
        """The facets in force with their names; a place's own notice needs none."""
        library = self.desk.library
        facets, notices = facets_of(answer.question.facets, library.tables.places.home), library.notices
        for key, value in facets.items():
            notice = notices.get(value) if key == "notice" else None
            if notice is None or notice.scope.place != facets.get("place"):
                yield key, _(FACETS[key]).format(value=notice.name if notice else name_of(key, value))

    def unsure(self, scene: Scene) -> Step:
        """The answers for each case side by side, for who cannot say which is theirs."""
        answer = self.desk.answer_asked(scene.conversation.asked, scene.today)
        after = scene.conversation.replace(clarified=MOST_CLARIFYING, number=scene.turn.number)
        once = scene.model_copy(update={"conversation": after})
        return self._present(answer, scene.conversation.asked.whole, once)

    def only(self, rest: str, scene: Scene) -> Step | None:
        """The last question for one of the cases that it was asked back for; None where that was another question."""
        conversation = scene.conversation
        number, __, which = rest.partition(" ")
        place = number_in(which)
        answer = self._cited_first(self.desk.answer_asked(conversation.asked, scene.today), scene)
        cases = list(AnswerText(answer, scene.today).cases().values())
        if number != str(conversation.number) or place is None or place >= len(cases):
            return None
        return self._changed(self.desk.follower.choices.narrow(conversation.asked, cases[place]), scene)

    def facet(self, rest: str, scene: Scene) -> Step | None:
        """What a facet of the case can be, or the last question with another one; None where there is no such facet."""
        key, __, value = rest.partition(" ")
        values = self.desk.follower.choices.values(key)
        if value == ANY or value in values:
            asked = self.desk.follower.choices.with_case(scene.conversation.asked, key, values.get(value, ""))
            return self.again(asked, scene)
        if value or not values:
            return None
        names = {each: self._name_of(key, each) for each in values} | {ANY: _("any")}
        choices = [Option(name, f"/facet {key} {each}", numbered=True) for each, name in names.items()]
        rows = tuple(tuple(choices[start : start + 3]) for start in range(0, len(choices), 3))
        return command_reply([_("Which one is meant?")], rows), scene.conversation

    def _name_of(self, key: str, value: str) -> str:
        """A facet's value as a person reads it; a notice goes by its short name."""
        return self.desk.library.notices[value].name if key == "notice" else name_of(key, value)

    def again(self, asked: Asked, scene: Scene) -> Step:
        """The answer to a changed question; where only a case is left of it, that case is kept for the next one."""
        answer = self.desk.answer_asked(asked, scene.today)
        facets = facets_of(answer.question.facets, self.desk.library.tables.places.home)
        if answer.question.prefer or not all(map(self.desk.reader.is_case, terms_of(answer))):
            return self._changed(asked, scene)
        told = "，".join(label for __, label in self.labels(answer)) or _("any")
        line = _("Your next questions are taken for: {facets}").format(facets=told)
        return command_reply([line], facets=facets), scene.conversation.replace(question=asked.text, case=asked.case)

    def _changed(self, asked: Asked, scene: Scene) -> Step:
        """The answer to a changed question, which takes the last one's place."""
        reply, after = self._present(self.desk.answer_asked(asked, scene.today), asked.whole, scene)
        return reply, after.asking(asked, scene.conversation.asked_before)


def _asks_for_a_notice(answer: Answer) -> bool:
    """Whether it was only asked whether there is a notice of a place, of which there is none: 有大连的通知没."""
    question = answer.question
    return answer.status == "no_answer" and question.prefer == {"notice"} and question.facets.place is not None


def _in_rows(choices: list[Option], answer: Answer) -> Iterator[tuple[Option, ...]]:
    """Choices in rows: the topics of an overview two by two, which are short; cases one by one."""
    together = TOGETHER if answer.further else 1
    return (tuple(choices[start : start + together]) for start in range(0, len(choices), together))


def further(answer: Answer) -> Iterator[Option]:
    """The topics that an overview leads on to."""
    return (Option(topic_text(topic), topic, numbered=True) for topic in answer.further)


def terms_of(answer: Answer) -> Iterator[str]:
    """What a question names, as it was said."""
    return (term.said for term in answer.question.terms)


def facets_of(facets: Facets, home: str) -> dict[str, str]:
    """What is taken as said, by the names of the contract; `home` is the province that is meant where none is named."""
    province = home if facets.province and not facets.notices else None
    found = {
        "year": str(facets.year) if facets.year else None,
        "series": next(iter(facets.series), None),
        "level": facets.level,
        "place": facets.elsewhere or facets.place or province,
        "specialty": facets.specialty,
        "employer": facets.employer,
        "notice": next(iter(facets.notices), None),
    }
    return {key: value for key, value in found.items() if value}


def name_of(key: str, value: str) -> str:
    """A facet's value as a person reads it."""
    return _(NAMES[key][value]) if value in NAMES.get(key, {}) else value
