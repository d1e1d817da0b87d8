"""What a typed text says to a self-check: yes and no, a correction, the answer that is asked for, or facts unasked."""

import re
from collections.abc import Iterable
from itertools import chain

from bot.core.achievements import joined
from bot.core.detours import Detours
from bot.core.interviews import NOT_UNDERSTOOD, Interviews
from bot.core.level_in_doubt import settled
from bot.core.turn import Scene, Step
from bot.locale import N_, _, listing
from eligibility.interview.everyday import load_everyday
from eligibility.interview.free_text import is_day, read_value
from eligibility.interview.given import Given, given_in
from eligibility.interview.intake import LONGEST_NAME
from eligibility.interview.speech import Speech, load_speech
from eligibility.judging.verdict import NextQuestion
from eligibility.rulebook.facts import DECLINED, NONE
from eligibility.rulebook.factsheet import Fact
from knowledge.asking import asking_words
from knowledge.plain import plain
from knowledge.terms import search_form

NOTED = N_("Noted: {text}.")
NEAREST = N_("“{text}” may come under {names}; which one is it?")
UNPLACED = N_("None of the notices has the name “{text}”. If it is right all the same, say yes.")
LONGEST_ANSWER, SHORTEST = 500, 2
AGREED = "对"
CLAUSES = re.compile(r"[,，、。;；\s]+")
NAME = re.compile(r"(?!没|不|有[一两个])[^\d,，、。;；]{2,16}")  # what may be the name of a specialty
FIRST_WORD = re.compile(r"[,，。！!、\s]+")


class TypedAnswers:
    """Takes typed answers for the self-checks of `interviews`; what is not plain is repeated before it is used."""

    def __init__(self, interviews: Interviews, detours: Detours) -> None:
        self.interviews = interviews
        self.detours = detours

    @property
    def speech(self) -> Speech:
        """How people speak."""
        return load_speech()

    def take(self, text: str, scene: Scene) -> Step:
        """The self-check after a typed text."""
        text = text[:LONGEST_ANSWER]
        for reading in (
            self.level,
            self.agreement,
            self.correction,
            self.achieved,
            self.together,
            self.answer,
            self.short,
            self.nearest,
            self.facts,
        ):
            if step := reading(text, scene):
                return step
        return self.interviews.ask(scene.check, scene, _(NOT_UNDERSTOOD).format(text=text, allowed="").rstrip())

    def is_answer(self, text: str, scene: Scene) -> bool:
        """Whether a text is an answer that the question offers, a number or a day, or takes an answer back."""
        if self.takes_back(text, scene):
            return True
        question = self.interviews.current_question(scene)
        if self.speech.is_yes_or_no(text) or text.isdecimal():
            return True
        if scene.check.heard or question is None:
            return self.speech.is_yes_or_no(FIRST_WORD.split(text)[0])
        if self.speech.placing.search(plain(text)) and self._values_near(self.speech.core(text), question, scene):
            return True
        fact = self.interviews.telling.description(question)
        value = self.value(question, fact, text, scene)
        return value is not None and _is_plain(fact, text, value)

    def takes_back(self, text: str, scene: Scene) -> bool:
        """Whether a text takes an answer back that was given, and says and asks nothing that is no answer."""
        instead = self.speech.corrected(text)
        if instead is None or not scene.check.is_told or asking_words().is_question(search_form(instead)):
            return False
        return not instead or bool(self.instead_of_last(instead, scene))

    def level(self, text: str, scene: Scene) -> Step | None:
        """A level in doubt, where a text says that it is held or aimed at."""
        if scene.check.heard or not scene.check.doubt or self.interviews.told(text, scene.today):
            return None
        for use, verbs in (("aimed", self.speech.aimed), ("held", self.speech.held)):
            if verbs.search(plain(text)):
                return self.interviews.level(use, scene)
        return None

    def agreement(self, text: str, scene: Scene) -> Step | None:
        """What was heard, found right or wrong; what is said behind the yes or no is taken after it."""
        first, *rest = FIRST_WORD.split(text.strip(), 1)
        if self.speech.is_no_other(text) and scene.check.heard:  # nothing is to be added to what was heard
            is_of_achievements = [each.fact for each in scene.check.heard] == ["achievements"]
            first, rest = AGREED, [text] if is_of_achievements else []
        is_right = self.speech.is_yes(first)
        if not scene.check.heard or not (is_right or self.speech.is_not_right(first)):
            return None
        step = self.interviews.agree(scene, is_right=is_right)
        if not rest or not rest[0].strip() or self.speech.is_yes(rest[0]):
            return step
        return self.take(rest[0], scene.model_copy(update={"conversation": step[1]}))

    def correction(self, text: str, scene: Scene) -> Step | None:
        """An answer taken back: the one that is said instead, else the last one is asked for again."""
        instead = self.speech.corrected(text)
        if instead is None or self.speech.is_yes_or_no(text):
            return None
        if not instead:
            return self.detours.back("", scene)
        told = self.instead_of_last(instead, scene)
        return self.tell(scene.check.heard_with(told), scene) if told else self.take(instead, scene)

    def instead_of_last(self, text: str, scene: Scene) -> tuple[Given, ...]:
        """The facts that a correction tells; where it names none, another value of the latest answer that it fits."""
        if told := self.interviews.told(text, scene.today):
            return told
        answers = (*scene.check.given, *scene.check.heard)
        others = (self._other_value(answer, text, scene) for answer in answers[-1:])
        days = (self._other_value(answer, text, scene) for answer in answers[::-1] if self._is_day(answer))
        found = next(filter(None, chain(others, days)), None)
        return (found,) if found else ()

    def _other_value(self, answer: Given, text: str, scene: Scene) -> Given | None:
        """An answer with the value that a text gives it; None where the text gives none."""
        fact = self._fact_of(answer)
        value = None if fact.kind == "name" else read_value(fact, text, scene.today)
        return None if value is None else answer.model_copy(update={"value": value})

    def _is_day(self, answer: Given) -> bool:
        """Whether an answer is a day."""
        return self._fact_of(answer).kind == "date"

    def _fact_of(self, answer: Given) -> Fact:
        """The description of what an answer tells."""
        sheet = self.interviews.telling.sheet
        return sheet.get(f"{answer.fact}.{answer.part}", sheet[answer.fact])

    def answer(self, text: str, scene: Scene) -> Step | None:
        """The answer to the question: used at once where it is plain, else repeated."""
        interviews, check = self.interviews, scene.check.unheard
        question = interviews.question(check, interviews.interview(check, scene.today))
        if question is None or len(scene.check.heard) > 1:  # what was heard waits for its yes
            return None
        fact = interviews.telling.description(question)
        value = self.value(question, fact, text, scene)
        if value is None:
            return None
        given = Given.model_validate({"fact": question.fact, "part": question.part, "value": value})
        if also := fact.beside(self.speech.core(text)):
            return self.tell([given, Given(fact=also[0], value=also[1])], scene)
        if _is_plain(fact, text, value):
            return self.plainly(given, question, scene)
        is_more = len(interviews.told(text, scene.today)) > 1 and question.fact != "achievements"
        return None if is_more else interviews.ask(check.model_copy(update={"heard": (given,)}), scene)

    def achieved(self, text: str, scene: Scene) -> Step | None:
        """Achievements told unasked, kept for when they are asked about; what else is told is taken with them."""
        question, told = self.interviews.current_question(scene), self.interviews.achievements.told(text, scene.today)
        if not told or (question and question.fact == "achievements" and len(told) == 1):
            return None
        check = scene.check.model_copy(update={"records": joined(scene.check.records or (), told)})
        kept = scene.model_copy(update={"conversation": scene.conversation.checking(check)})
        noted = listing(map(self.interviews.telling.achievement, told))
        return self.facts(text, kept) or self.interviews.ask(check, kept, _(NOTED).format(text=noted))

    def together(self, text: str, scene: Scene) -> Step | None:
        """Several parts of what is asked for, told in one text: a title and its day; used, and said to be noted."""
        question = self.interviews.current_question(scene)
        if scene.check.heard or question is None or question.kind == "yearly":
            return None
        sheet = self.interviews.telling.sheet
        values = {part: read_value(sheet[f"{question.fact}.{part}"], text, scene.today) for part in question.parts}
        told = given_in({question.fact: {part: value for part, value in values.items() if value is not None}})
        return self.tell(told, scene) if len(told) > 1 else None

    def plainly(self, given: Given, question: NextQuestion, scene: Scene) -> Step:
        """A plain answer used at once; a level in doubt is asked about after it."""
        if scene.check.doubt and not (question.part or "").startswith("+."):
            return self.tell([given], scene)
        return self.interviews.use(given.value, question, scene.check.unheard, scene)

    def value(self, question: NextQuestion, fact: Fact, text: str, scene: Scene) -> object | None:
        """What a text says of the fact that is asked for; a name only where the notices have it."""
        achievements = self.interviews.achievements
        if question.part in ("+.kind", "+.more"):
            never = self.interviews.telling.sheet["achievements"].never
            if self.speech.is_no(text) or self.speech.is_no_other(text) or plain(text) in never:
                return []
            return achievements.read(text, scene.today) or read_value(fact, text, scene.today)
        if (decided := _decided(question, fact, text)) is not None:
            return decided
        if fact.kind in ("choice", "name") and text.isdecimal():  # the numbers that are shown were read before
            return None
        value = read_value(fact, self.speech.core(text) if fact.kind == "name" else text, scene.today)
        return None if fact.kind == "name" and value not in fact.names else value

    def short(self, text: str, scene: Scene) -> Step | None:
        """The choices that a short answer may mean, as 国企 may be one of the province or of a city."""
        question = self.interviews.current_question(scene)
        if scene.check.heard or question is None or question.kind != "choice" or self.speech.is_yes_or_no(text):
            return None
        fact = self.interviews.telling.description(question)
        pieces = [core for core in map(self.speech.core, CLAUSES.split(text)) if len(core) > 1]
        values = [choice.value for choice in fact.choices if pieces and choice.is_meant_by(pieces)]
        if not values or self.interviews.told(text, scene.today):
            return None
        return self.offer(text, values, question, scene)

    def nearest(self, text: str, scene: Scene) -> Step | None:
        """The values that words of every day may mean; a name that leads to none is asked about before it is used."""
        question, core = self.interviews.current_question(scene), self.speech.core(text)
        if question is None or len(core) < SHORTEST or question.fact not in load_everyday():
            return None
        if any(each.fact != question.fact for each in scene.check.heard):  # what waits for its yes comes first
            return None
        fact = self.interviews.telling.description(question)
        if values := self._values_near(core, question, scene):
            return self.offer(core, values, question, self._beside(text, question.fact, scene))
        return self._unplaced(core, question, scene) if fact.kind == "name" and not self._tells(text, scene) else None

    def _values_near(self, core: str, question: NextQuestion, scene: Scene) -> list[str]:
        """The values of what is asked for that words of every day may mean, of the series that was told."""
        if question.fact not in load_everyday():
            return []
        fact, series = self.interviews.telling.description(question), self._series(scene)
        return [value for value in load_everyday()[question.fact].values_near(fact, core) if fact.is_of(value, series)]

    def _series(self, scene: Scene) -> object:
        """The series that was told."""
        return self.interviews.interview(scene.check, scene.today).raw.get("series")

    def _tells(self, text: str, scene: Scene) -> bool:
        """Whether a text tells any fact, or a level."""
        return bool(self.interviews.told(text, scene.today) or self.interviews.doubt(text, scene.today))

    def _unplaced(self, core: str, question: NextQuestion, scene: Scene) -> Step | None:
        """A name that no notice has, asked about; None for what can be no name."""
        if not NAME.fullmatch(core) or self.speech.no_specialty.search(core):
            return None
        heard = Given.model_validate({"fact": question.fact, "part": None, "value": core[:LONGEST_NAME]})
        asked = _(UNPLACED).format(text=core)
        return self.interviews.ask(scene.check.unheard.model_copy(update={"heard": (heard,)}), scene, asked)

    def _beside(self, text: str, asked: str, scene: Scene) -> Scene:
        """The scene with what a text tells beside the value that is asked for."""
        told = tuple(each for each in self.interviews.told(text, scene.today) if each.fact != asked)
        check = scene.check.model_copy(update={"given": (*scene.check.given, *told)})
        return scene.model_copy(update={"conversation": scene.conversation.replace(check=check)})

    def offer(self, text: str, values: Iterable[str], question: NextQuestion, scene: Scene) -> Step:
        """The nearest values as choices."""
        rows = [(self.interviews.telling.option(question, value),) for value in values]
        asked = _(NEAREST).format(text=text, names=listing(row[0].label for row in rows))
        return self.interviews.asking(question.fact, [asked], tuple(rows), scene.check.unheard, scene)

    def facts(self, text: str, scene: Scene) -> Step | None:
        """Facts that were told unasked: one is used and said to be, several are repeated first."""
        told = self.interviews.told(text, scene.today)
        told, doubt = settled(told, self.interviews.doubt(text, scene.today), scene.check)
        if not told and not doubt:
            return None
        if len(told) > 1 or doubt:
            check = scene.check.unheard.model_copy(update={"heard": scene.check.heard_with(told)})
            return self.interviews.ask(check.model_copy(update={"doubt": doubt}), scene)
        return self.tell(scene.check.heard_with(told), scene)

    def tell(self, told: Iterable[Given], scene: Scene) -> Step:
        """The self-check with facts, which are said to be noted."""
        told = tuple(told)
        noted = _(NOTED).format(text=self.interviews.telling.recap(told))
        level = {each.fact for each in told} & {"level", "title"}
        check = scene.check.unheard.model_copy(update={"doubt": None if level else scene.check.doubt})
        return self.interviews.tell(told, check, scene, noted)


def _decided(question: NextQuestion, fact: Fact, text: str) -> object | None:
    """What a mere yes or no says of a fact that is neither; None where it says nothing, or the text is no such word."""
    if fact.when_asked and load_speech().is_yes(text):
        return True
    if not load_speech().is_no(text):
        return None
    if question.part == "+.on":
        return DECLINED
    return ([] if fact.kind == "many" else NONE) if NONE in fact.names.values() else None


def _is_plain(fact: Fact, text: str, value: object) -> bool:
    """Whether what was typed is the value itself, so that it need not be repeated."""
    is_whole = isinstance(value, bool | list) or (isinstance(value, dict) and len(value) == 1)
    is_itself = is_whole or str(value) in (text, NONE, DECLINED) or (fact.kind == "date" and is_day(text))
    return is_itself or text.isdecimal() or plain(text) in fact.names or load_speech().core(text) in fact.names
