"""One turn in, one reply out: what every door calls. Nothing here reads a clock or a network, or keeps anything."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.bounds import turn_deadline
from bot.core.detours import Detours
from bot.core.interviews import Interviews
from bot.core.listener import Heard, Listener, Sense
from bot.core.live_library import LiveLibrary
from bot.core.menu import Handler, Menu
from bot.core.outlook import Outlook
from bot.core.own_case import OwnCases
from bot.core.questions import Questions
from bot.core.reply import Kind, Option, Reply, command_reply
from bot.core.rule_files import readable_rules
from bot.core.smalltalk import AGAIN, PAUSES, REPLIES, load_talk
from bot.core.turn import Conversation, Scene, Step, Turn
from bot.core.typed_answers import TypedAnswers
from bot.locale import _, speaking
from bot.privacy.masking import storable
from bot.showing import printable
from bot.text.paragraph import paragraphs
from eligibility.errors import RuleError
from eligibility.interview.speech import load_speech
from eligibility.rulebook.rulebook import Rulebook
from knowledge.value import replace


class Assistant:
    """Answers turns from a library and the rules; the rules are loaded when they are first needed."""

    def __init__(self, desk: LiveLibrary, rules: Callable[[], Rulebook] | None = None) -> None:
        self.desk = desk
        self.talk = load_talk()
        self.questions = Questions(desk)
        self.interviews = Interviews(rules or (lambda: readable_rules(desk.say)))
        self.outlook = Outlook(self.interviews)
        self.detours = Detours(self.interviews)
        self.typed = TypedAnswers(self.interviews, self.detours)
        self.cases = OwnCases(self.interviews, desk)
        self.listener = Listener(self.talk, desk, self.interviews, self.typed)
        self.senses: Mapping[Sense, Callable[[Heard, Scene], Step]] = {
            "small": lambda heard, scene: self.small(heard.kind or "remark", scene),
            "case": lambda heard, scene: self.interviews.prefill(heard.text, scene),
            "english": lambda heard, scene: self.questions.in_english(heard.text, scene),
            "question": self.question,
        }
        self.meant = desk.remembering(self._meant)
        self.menu = Menu(desk, self.interviews.in_words)
        self.handlers: Mapping[str, Handler] = {
            **self.menu.handlers,
            "start": self.start,
            "check": self.interviews.begin,
            "committee": self.interviews.place,
            "year": lambda rest, scene: self.questions.facet(f"year {rest}".strip(), scene),
            "cancel": self.cancel,
            "facet": self.questions.facet,
            "only": self.questions.only,
            "unsure": self.unsure,
            "sources": self.sources,
            "repeat": self.repeat,
            "answer": self.interviews.tap,
            "yes": self.interviews.yes,
            "no": self.interviews.no,
            "level": self.interviews.level,
            "reason": self.detours.reason,
            "back": self.detours.back,
            "change": self.detours.change,
            "steps": self.outlook.steps,
            "earliest": self.outlook.earliest,
        }

    def reply(self, turn: Turn, conversation: Conversation, today: date) -> Step:
        """The reply to a turn at any door, and the conversation after it; `Overdue` where it takes too long."""
        with turn_deadline():
            return self._reply(turn, conversation, today)

    def _reply(self, turn: Turn, conversation: Conversation, today: date) -> Step:
        """The reply to a turn, and the conversation after it; anything can be said."""
        with speaking(conversation.language):
            text = conversation.chosen(storable(printable(turn.text)).strip())
            scene = Scene(turn=turn, conversation=conversation, today=today)
            reply, after = self.step(text, scene)
            return reply, after.replace(offered=tuple(each.says for each in reply.numbered), labels=reply.labels)

    def warm_up(self, today: date) -> None:
        """Load what the first reply would wait for, half a second; from then on one takes some milliseconds."""
        self._reply(Turn(text="申报"), Conversation(), today)

    def step(self, text: str, scene: Scene) -> Step:
        """What a text gives, from a library that is built anew where it is damaged, and without rules where need be."""
        try:
            return self.desk.attempt(lambda: self.command(text, scene) or self.stale(scene))
        except RuleError as error:
            told = _("The self-check cannot be used until its rules are mended ({why}).").format(why=error)
            return command_reply([told]), scene.conversation

    def command(self, text: str, scene: Scene) -> Step | None:
        """What a command, or a text that stands for one, gives; None where it came too late."""
        if step := self._left_first(text, scene):
            return step
        command = self._command_in(text, scene)
        if command is None:
            return self.hear(text, scene)
        name, __, rest = command.removeprefix("/").partition(" ")
        handler = self.handlers.get(name.partition("@")[0].lower())
        return handler(rest.strip(), scene) if handler else self.menu.help(rest, scene)

    def _command_in(self, text: str, scene: Scene) -> str | None:
        """The command that a text stands for, where the conversation stands."""
        checking, concluded = scene.conversation.is_checking, scene.conversation.has_verdict
        return self.meant(text, checking=checking, told=scene.check.is_told, concluded=concluded)

    def _meant(self, text: str, *, checking: bool, told: bool, concluded: bool) -> str | None:
        """The same of a text, also with an answer taken back beside it: 重新来吧，填错了; `meant` remembers it."""
        said = (text, load_speech().corrected(text)) if told or checking else (text,)
        bare = (self.talk.without_courtesies(each) for each in said if each)
        heard = (self.talk.command(each, checking=checking, told=told, concluded=concluded) for each in bare)
        return next(filter(None, heard), None)

    def _left_first(self, text: str, scene: Scene) -> Step | None:
        """What is asked in one breath with leaving the self-check: 别问了，网报几号."""
        first, *rest = PAUSES.split(text, 1)
        if not (scene.conversation.is_checking and rest and rest[0]):
            return None
        if self.talk.command(first, checking=True, told=scene.check.is_told) != "/cancel":
            return None
        left, after = self.cancel("", scene)
        step = self.command(rest[0], scene.model_copy(update={"conversation": after}))
        return step and (replace(step[0], paragraphs=(*left.paragraphs, *step[0].paragraphs)), step[1])

    def hear(self, text: str, scene: Scene) -> Step:
        """What is said in words, taken in its sense; beside the self-check with its own question under the reply."""
        heard = self.listener.hear(text, scene)
        if heard.sense == "told":
            return self.typed.take(heard.text, scene)
        if not (scene.conversation.is_checking and self.interviews.is_possible):
            return self.senses[heard.sense](heard, scene)
        if heard.kind:
            reply, after = self.small(heard.kind, scene)
        else:
            asked = self.listener.instead(heard.text, scene)
            reply, after = self.questions.each(asked, self.cases.in_force(heard.text, scene))
        again, after = self.interviews.ask(scene.check, scene.model_copy(update={"conversation": after}))
        return _with_question(reply, again, reply.kind), after

    def question(self, heard: Heard, scene: Scene) -> Step:
        """The answer to a question; one of an own case leads on to the self-check."""
        apart = scene.model_copy(update={"conversation": scene.conversation.apart}) if heard.own == "surely" else scene
        reply, after = self.questions.each(heard.text, self.cases.in_force(heard.text, apart))
        if heard.own is None:
            return reply, after
        if heard.own == "surely" or _is_left_open(reply):
            asked, after = self.interviews.prefill(heard.text, scene.model_copy(update={"conversation": after}))
            return (asked if _says_little(reply) else _with_question(reply, asked, asked.kind)), after
        filled = Option(_("self-check with what I said"), f"/check {heard.text}")
        return replace(reply, rows=(*reply.rows, (filled,))), after

    def small(self, key: str, scene: Scene) -> Step:
        """A short fixed reply, with what can be done; a shorter one where it was given before."""
        ways = [Option(_("self-check"), "/check"), Option(_("notices"), "/notices")]
        if key in ("person", "complaint", "individual"):
            ways = [Option(_("write to the office"), "/mail"), Option(_("self-check"), "/check")]
        told = AGAIN.get(key, REPLIES[key]) if key in scene.conversation.said else REPLIES[key]
        return Reply("smalltalk", paragraphs([_(told)]), (tuple(ways),)), scene.conversation.saying(key)

    def stale(self, scene: Scene) -> Step:
        """A button of an earlier message."""
        told = _("That button belongs to an earlier message; please go on from the latest one.")
        if scene.conversation.is_checking:
            return self.interviews.ask(scene.check, scene, told)
        return command_reply([told]), scene.conversation

    def start(self, rest: str, scene: Scene) -> Step | None:
        """A welcome; a link can begin something at once."""
        if rest in ("check", "notices", "mail"):
            return self.command(f"/{rest}", scene)
        return self.menu.invite(rest, scene)

    def cancel(self, rest: str, scene: Scene) -> Step:
        """Leave the self-check; its answers stay in the conversation."""
        if not scene.conversation.is_checking:
            return command_reply([_("Nothing is going on. Type a question.")]), scene.conversation
        left = scene.check.model_copy(update={"is_open": False, "heard": (), "records": None, "changing": None})
        told = _("You have left the self-check. Type “check” to go on with it.")
        return command_reply([told]), scene.conversation.replace(check=left)

    def sources(self, rest: str, scene: Scene) -> Step:
        """What is folded of the last answer or verdict: where its quotes stand in full, what is met."""
        if scene.conversation.has_verdict:
            return self.outlook.sources(scene)
        return self.questions.sources(scene) if scene.conversation.question else self.menu.invite(rest, scene)

    def repeat(self, rest: str, scene: Scene) -> Step:
        """What was asked of the person, else the last answer, once more."""
        if scene.conversation.is_checking:
            return self.interviews.ask(scene.check, scene)
        if scene.conversation.aside:
            return self.questions.ask(scene.conversation.aside, scene)
        if scene.conversation.matter:
            return self.questions.again(scene.conversation.asked, scene)
        return self.menu.invite(rest, scene)

    def unsure(self, rest: str, scene: Scene) -> Step:
        """不清楚 to the self-check, or to a question that was asked back."""
        if scene.conversation.is_checking:
            return self.detours.unsure(scene)
        if scene.conversation.question:
            return self.questions.unsure(scene)
        return self.menu.invite(rest, scene)


def _is_silent(reply: Reply) -> bool:
    """Whether a reply only says that the notices do not say it, or not for that year."""
    return reply.answer is not None and reply.answer.silence in ("not_said", "other_year")


def _says_little(reply: Reply) -> bool:
    """Whether a reply is not worth a place above the self-check: a silence, or a little of everything."""
    return reply.answer is not None and (reply.answer.status == "no_answer" or reply.answer.overview)


def _is_left_open(reply: Reply) -> bool:
    """Whether a reply leaves to the self-check what was asked."""
    return _is_silent(reply) or (reply.answer is not None and reply.answer.checked)


def _with_question(reply: Reply, question: Reply, kind: Kind) -> Reply:
    """An answer, and the self-check's own question under it."""
    both = paragraphs([*reply.paragraphs, "", *question.paragraphs])
    return Reply(kind, both, question.rows, reply.files, reply.answer, reply.facets, reply.number, question.asks)
