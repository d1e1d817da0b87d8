"""What a turn says: read once, by the words of the notices and the facts of the self-check, for all that answer it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.chatter import Chatter
from bot.core.interviews import Interviews
from bot.core.live_library import LiveLibrary
from bot.core.smalltalk import OwnCase, Talk
from bot.core.turn import Scene
from bot.core.typed_answers import TypedAnswers
from bot.text.glossary import in_chinese, is_english
from eligibility.interview.given import Given
from eligibility.interview.speech import load_speech
from knowledge.asking import asking_words
from knowledge.plain import plain
from knowledge.question import CLAUSE, Question
from knowledge.terms import search_form
from knowledge.value import replace
from knowledge.wording import WORTH_QUOTING
from knowledge.words import han_in

RATHER_SURELY = 0.8  # the share of a topic from which on a clause beside a case is about a matter of its own
SHORTEST_PASTED = 12  # characters of a line that may be one of a notice
Sense = Literal["told", "small", "case", "english", "question"]


@dataclass(frozen=True)
class Heard:
    """A text as it was understood, and the sense in which it is taken.

    `told` to the self-check, `small` talk, a `case` that begins a self-check, `english`, or a `question`.
    `facts` are those of a case that it tells, `own` whether it asks if its writer may apply, `kind` that of small talk.
    """

    text: str
    question: Question
    facts: tuple[Given, ...] = ()
    own: OwnCase | None = None
    kind: str | None = None
    sense: Sense = "question"

    @property
    def tells_case(self) -> bool:
        """Whether it tells several facts of somebody who wants to know whether they may apply."""
        return len(self.facts) > 1 and self.own is not None


class Listener:
    """Understands texts by the tables of `talk`, a library, and the facts that `interviews` ask for."""

    def __init__(self, talk: Talk, desk: LiveLibrary, interviews: Interviews, typed: TypedAnswers) -> None:
        self.talk = talk
        self.desk = desk
        self.interviews = interviews
        self.typed = typed
        self.chatter = Chatter(talk, desk)
        self.read = desk.remembering(self._read)

    def hear(self, text: str, scene: Scene) -> Heard:
        """A text in the sense in which it is to be taken."""
        check = scene.conversation.check if self.interviews.is_possible else None
        if check and check.is_open:
            return self._hear_in_check(text, scene)
        if check and (self.typed.takes_back(text, scene) or self._adds(text, scene)):
            return replace(self.read(text, scene.today), text=text, sense="told")
        return self._hear_outside(self.instead(text, scene), scene)

    def _hear_in_check(self, text: str, scene: Scene) -> Heard:
        """What is said during a self-check: to it, or beside it."""
        text = text if han_in(text) else in_chinese(text) or text
        heard = self.read(text, scene.today)
        if self.typed.is_answer(text, scene):
            return replace(heard, text=text, sense="told")
        if heard.kind:
            return replace(heard, sense="small")
        only_tells = bool(heard.facts) and not asking_words().is_question(search_form(heard.text))
        is_told = heard.tells_case or only_tells or not heard.question.asks
        return replace(heard, sense="told") if is_told else heard

    def _hear_outside(self, text: str, scene: Scene) -> Heard:
        """What is said outside a self-check."""
        if is_english(text) and not self.talk.reply(text, names_nothing=True, is_asking=True):
            return self._hear_english(text, scene)
        heard = self.read(text, scene.today)
        if heard.kind:
            return replace(heard, sense="small")
        if self._is_case(heard, scene):
            return replace(heard, sense="case")
        is_remark = self.chatter.is_remark(heard.text, heard.question, scene)
        return replace(heard, sense="small", kind="remark") if is_remark else heard

    def _hear_english(self, text: str, scene: Scene) -> Heard:
        """What is said in English: a case by the Chinese that it stands for, else a question."""
        understood = self.read(in_chinese(text), scene.today)
        if understood.tells_case or self._is_case(understood, scene):
            return replace(understood, sense="case")
        return replace(self.read(text, scene.today), text=text, sense="english")

    def _read(self, text: str, today: date) -> Heard:
        """A text, without the courtesies in it, with all that is read from it; `read` remembers the latest."""
        text = self.talk.without_courtesies(text)
        question = self.desk.reader.read(text, today)
        kind = self.chatter.kind(text, question)
        if kind or not self.interviews.is_possible:
            return Heard(text, question, kind=kind)
        facts = self.interviews.told(text, today)
        return Heard(text, question, facts, self._own_case(text, facts, today))

    def _own_case(self, text: str, facts: tuple[Given, ...], today: date) -> OwnCase | None:
        """Whether a text asks if its writer may apply; surely who tells the day of a title and asks for nothing."""
        own = self.talk.own_case_in(text, len(facts))
        is_dated = any(each.part == "acquired_on" for each in facts)  # whose title it is whose day is named is clear
        if not is_dated or not (own or any(each.fact == "level" for each in facts)):
            return own
        return "surely" if own or not self.desk.follower.texts.asks_of_a_topic(text, today) else "perhaps"

    def instead(self, text: str, scene: Scene) -> str:
        """A text that takes the last question back, without the words that do; any other as it is."""
        return (scene.conversation.question and load_speech().corrected(text)) or text

    def _adds(self, text: str, scene: Scene) -> bool:
        """Whether a text behind a verdict tells more of the case and asks nothing, or what that would be otherwise."""
        tells = self.interviews.told(text, scene.today) or self.interviews.doubt(text, scene.today)
        if not scene.conversation.has_verdict or not tells:
            return False
        question = self.desk.reader.read(text, scene.today)
        return self._is_of_case_alone(question) if self.talk.supposing.search(plain(text)) else not question.asks

    def _is_of_case_alone(self, question: Question) -> bool:
        """Whether a question names nothing but a case, and asks for no kind of answer."""
        named = [term for term in question.terms if term.known and term.weight >= WORTH_QUOTING]
        return not question.prefer and all(self.desk.reader.is_case(term.said) for term in named)

    def _is_case(self, heard: Heard, scene: Scene) -> bool:
        """Whether somebody only tells of themselves, enough for a self-check: a title of theirs, or much else.

        What they told right before, asking nothing, counts as well.
        """
        if heard.question.asks or not heard.facts:
            return False
        told = (*self._told_before(scene), *heard.facts)
        facts, enough = {each.fact for each in told}, self.talk.own_case.stated
        is_much = len(told) >= enough.plenty and bool(facts & enough.circumstances)
        if facts & enough.qualifications:
            return len(told) > 1 and not self._is_pasted(heard.text, scene.today)
        is_of_notices = self._tells_trouble(heard.text, scene.today) or self._is_pasted(heard.text, scene.today)
        return is_much and not is_of_notices

    def _tells_trouble(self, text: str, today: date) -> bool:
        """Whether a clause that tells no fact of a case is surely about a matter: 我是水利的，昨天忘交了."""
        for clause in filter(None, CLAUSE.split(search_form(text))):
            is_of_case = self.interviews.told(clause, today) or self.interviews.doubt(clause, today)
            if not is_of_case and self.desk.reader.topics_in(clause).first_share >= RATHER_SURELY:
                return True
        return False

    def _is_pasted(self, text: str, today: date) -> bool:
        """Whether a line of a text stands in a notice: what it names is nobody's case."""
        for line in (plain(each) for each in text.splitlines() if len(each) >= SHORTEST_PASTED):
            quotes = (plain(citation.quote) for citation in self.desk.answer(line, today).citations)
            if any(quote in line or line in quote for quote in quotes if len(quote) >= SHORTEST_PASTED):
                return True
        return False

    def _told_before(self, scene: Scene) -> tuple[Given, ...]:
        """What was told right before by a text that asked nothing."""
        before = scene.conversation.asked.text
        asks = self.desk.reader.read(before, scene.today).asks
        return () if asks or self._is_pasted(before, scene.today) else self.interviews.told(before, scene.today)
