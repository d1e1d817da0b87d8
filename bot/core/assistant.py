"""One turn in, one reply out: what every door calls. Nothing here reads a clock or a network, or keeps anything."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.bounds import number_in
from bot.core.interviews import Interviews
from bot.core.live_library import LiveLibrary
from bot.core.office_mail import mail_lines
from bot.core.questions import Questions
from bot.core.reply import Kind, Mark, Option, Reply, styled
from bot.core.rule_files import readable_rules
from bot.core.smalltalk import REPLIES, load_talk
from bot.core.turn import Conversation, Scene, Step, Turn
from bot.locale import LANGUAGES, N_, _, speaking
from bot.privacy.masking import storable
from bot.text.glossary import is_english
from bot.text.notices import notice_line, ranking_lines, tree
from bot.text.showing import printable
from eligibility.errors import RuleError
from eligibility.interview.speech import load_speech
from eligibility.rulebook.rulebook import Rulebook
from knowledge.question import ASKING, Question
from knowledge.rounds import exists

Handler = Callable[[str, Scene], Step | None]
PLENTY = 3  # facts told of oneself that are a case though nothing is asked
QUALIFICATIONS = frozenset({"title", "skilled", "degree", "talents"})
EMPLOYED = frozenset({"employer", "city", "employment"})
TELLING = 2.0  # the weight of a term that one in a few passages has
CHATTER = "chatter"  # the kind of answer that small talk asks for, in the lexicon
LONGEST_WHY = 3  # candidates that are shown
COMMANDS = {
    "check": N_("check whether I may apply"),
    "notices": N_("the notices there are"),
    "year": N_("choose the year"),
    "mail": N_("write a mail to the office"),
    "why": N_("why the last answer was given"),
    "language": N_("中文 or English"),
    "privacy": N_("what is kept, and how long"),
    "delete": N_("delete everything kept of me"),
    "cancel": N_("leave the self-check"),
    "help": N_("what can be done here"),
}
REASONS = {
    "other": N_("it answers something else"),
    "old": N_("it is out of date"),
    "unclear": N_("I do not understand it"),
    "incomplete": N_("something is missing"),
}
NAMES = {"zh_CN": "中文", "en": "English"}


class Assistant:
    """Answers turns from a library and the rules; the rules are loaded when they are first needed."""

    def __init__(self, desk: LiveLibrary, rules: Callable[[], Rulebook] | None = None) -> None:
        self.desk = desk
        self.talk = load_talk()
        self.questions = Questions(desk)
        self.interviews = Interviews(rules or (lambda: readable_rules(desk.say)))
        self.handlers: Mapping[str, Handler] = {
            "start": self.start,
            "ask": self._invite,
            "help": self.help,
            "check": self.interviews.begin,
            "notices": self.notices,
            "year": lambda rest, scene: self.questions.facet(f"year {rest}".strip(), scene),
            "mail": self.mail,
            "why": self.why,
            "privacy": self.privacy,
            "delete": self.delete,
            "cancel": self.cancel,
            "language": self.language,
            "facet": self.questions.facet,
            "only": self.questions.only,
            "unsure": self.unsure,
            "useful": self.useful,
            "useless": self.useless,
            "answer": self.interviews.tap,
            "yes": self.interviews.yes,
            "no": self.interviews.no,
            "level": self.interviews.level,
            "reason": self.interviews.reason,
            "back": self.interviews.back,
            "change": self.interviews.change,
            "steps": self.interviews.steps,
        }

    def reply(self, turn: Turn, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        """The reply to a turn, and the conversation after it; anything can be said."""
        with speaking(conversation.language):
            text = storable(printable(turn.text)).strip()
            if (chosen := number_in(text)) and chosen <= len(conversation.offered):
                text = conversation.offered[chosen - 1]
            text = conversation.labels.get(text, text)
            scene = Scene(turn=turn, conversation=conversation, today=today)
            reply, after = self.step(text, scene)
            return reply, after.replace(offered=tuple(each.says for each in reply.numbered), labels=reply.labels)

    def warm_up(self, today: date) -> None:
        """Load what the first reply would wait for, half a second; from then on one takes some milliseconds."""
        self.reply(Turn(text="申报"), Conversation(), today)

    def step(self, text: str, scene: Scene) -> Step:
        """What a text gives, from a library that is built anew where it is damaged, and without rules where need be."""
        try:
            return self.desk.attempt(lambda: self.command(text, scene) or self.stale(scene))
        except RuleError as error:
            told = _("The self-check cannot be used until its rules are mended ({why}).").format(why=error)
            return Reply("command", styled([told])), scene.conversation

    def command(self, text: str, scene: Scene) -> Step | None:
        """What a command, or a text that stands for one, gives; None where it came too late."""
        command = self.talk.command(text, checking=scene.conversation.is_checking)
        if command is None:
            return self.hear(text, scene)
        name, __, rest = command.removeprefix("/").partition(" ")
        handler = self.handlers.get(name.partition("@")[0].lower())
        return handler(rest.strip(), scene) if handler else self.help(rest, scene)

    def hear(self, text: str, scene: Scene) -> Step:
        """What is said in words: to the self-check, small talk, an own case, or a question."""
        if self.interviews.is_possible and scene.conversation.check:
            if scene.check.is_open:
                return self.said_in_check(text, scene)
            if self.interviews.typed.takes_back(text, scene):
                return self.interviews.typed.take(text, scene)
        text = self.instead(text, scene)
        if is_english(text) and not self.talk.reply(text, names_nothing=True):
            return self.questions.in_english(text, scene)
        question = self.desk.reader.read(text, scene.today)
        if small := self.small_talk(text, question):
            return self.small(small), scene.conversation
        if self.interviews.is_possible and self.is_stated(text, question, scene):
            return self.interviews.prefill(text, scene)
        return self.question(text, scene)

    def instead(self, text: str, scene: Scene) -> str:
        """A text that takes the last question back, without the words that do; any other as it is."""
        return (scene.conversation.question and load_speech().corrected(text)) or text

    def said_in_check(self, text: str, scene: Scene) -> Step:
        """What is said during a self-check: its answer, or small talk or a question and then its own again."""
        if self.interviews.typed.is_answer(text, scene):
            return self.interviews.typed.take(text, scene)
        question = self.desk.reader.read(text, scene.today)
        if small := self.small_talk(text, question):
            again, after = self.interviews.ask(scene.check, scene)
            return _with_question(self.small(small), again, again.kind), after
        if not asks(question) or self.tells(text, scene):
            return self.interviews.typed.take(text, scene)
        reply, after = self.questions.ask(text, scene)
        again, after = self.interviews.ask(scene.check, scene.model_copy(update={"conversation": after}))
        return _with_question(reply, again, reply.kind), after

    def tells(self, text: str, scene: Scene) -> bool:
        """Whether a text tells several facts of somebody who wants to know whether they may apply."""
        particulars = self.interviews.particulars(text, scene.today)
        return particulars > 1 and self.talk.own_case_in(text, particulars) == "surely"

    def small_talk(self, text: str, question: Question) -> str | None:
        """The kind of small talk that a text is."""
        small = self.talk.reply(text, names_nothing=names_nothing(question))
        return small or ("chat" if CHATTER in question.demand else None)

    def is_stated(self, text: str, question: Question, scene: Scene) -> bool:
        """Whether somebody only tells of themselves, enough for a self-check: a title of theirs, or much else."""
        told = self.interviews.told(text, scene.today)
        if asks(question) or len(told) < 2:
            return False
        facts = {each.fact for each in told}
        return bool(facts & QUALIFICATIONS) or (len(told) >= PLENTY and bool(facts & EMPLOYED))

    def own_case(self, text: str, scene: Scene) -> str | None:
        """Whether somebody asks about their own case; a title of theirs with its day makes it sure."""
        told = self.interviews.told(text, scene.today)
        own = self.talk.own_case_in(text, len(told))
        is_dated = any(each.part == "acquired_on" for each in told)
        return "surely" if own and is_dated else own

    def question(self, text: str, scene: Scene) -> Step:
        """The answer to a question; one of an own case leads on to the self-check."""
        reply, after = self.questions.each(text, scene)
        own = self.own_case(text, scene) if self.interviews.is_possible else None
        if own is None:
            return reply, after
        is_silent = reply.answer is not None and reply.answer.silence in ("not_said", "other_year")
        is_checked = reply.answer is not None and reply.answer.checked
        if own == "surely" or is_silent or is_checked:
            asked, after = self.interviews.prefill(text, scene.model_copy(update={"conversation": after}))
            return (asked if is_silent else _with_question(reply, asked, asked.kind)), after
        filled = Option(_("self-check with what I said"), f"/check {text}")
        return replace(reply, rows=(*reply.rows, (filled,))), after

    def small(self, key: str) -> Reply:
        """A short fixed reply, with what can be done."""
        ways = [Option(_("self-check"), "/check"), Option(_("notices"), "/notices")]
        if key in ("person", "complaint", "individual"):
            ways = [Option(_("write to the office"), "/mail"), Option(_("self-check"), "/check")]
        return Reply("smalltalk", styled([_(REPLIES[key])]), (tuple(ways),))

    def stale(self, scene: Scene) -> Step:
        """A button of an earlier message."""
        told = _("That button belongs to an earlier message; please go on from the latest one.")
        if scene.conversation.is_checking:
            return self.interviews.ask(scene.check, scene, told)
        return Reply("command", styled([told])), scene.conversation

    def start(self, rest: str, scene: Scene) -> Step | None:
        """A welcome; a link can begin something at once."""
        if rest in ("check", "notices", "mail"):
            return self.command(f"/{rest}", scene)
        return self._invite(rest, scene)

    def _invite(self, rest: str, scene: Scene) -> Step:
        """What can be asked."""
        lines = [
            _("Ask in your own words; I answer with the notices' own sentences and say where they stand."),
            _("For example: 省工信厅工程系列网上申报几号截止？ or 抚顺水利几号交材料？"),
            _("Or check whether you may apply: type 资格自测."),
        ]
        ways = (Option(_("self-check"), "/check"), Option(_("notices"), "/notices"), Option(_("help"), "/help"))
        return Reply("command", styled(lines), (ways,)), scene.conversation

    def help(self, rest: str, scene: Scene) -> Step:
        """The commands."""
        lines = [_("Type a question, or one of these:"), *(f"/{name}  {_(text)}" for name, text in COMMANDS.items())]
        return Reply("command", styled(lines)), scene.conversation

    def notices(self, rest: str, scene: Scene) -> Step:
        """The notices with their validity, or the headings of one."""
        notices = self.desk.attempt(lambda: self.desk.library.notices)
        if rest in notices:
            paths = (entry.passage.path[:1] for entry in self.desk.passages_of(rest))
            lines = [notice_line(notices[rest], scene.today), *tree(paths)]
            return Reply("command", styled(lines)), scene.conversation
        there = [notice for notice in notices.values() if exists(notice, scene.today)]
        rows = tuple((Option(notice.name, f"/notices {notice.id}", numbered=True),) for notice in there)
        return Reply("command", styled(notice_line(each, scene.today) for each in there), rows), scene.conversation

    def mail(self, rest: str, scene: Scene) -> Step:
        """A mail about the last question, ready to be sent."""
        lines = mail_lines(self.desk, scene.conversation.question, scene.today)
        return Reply("command", styled(lines)), scene.conversation

    def why(self, rest: str, scene: Scene) -> Step:
        """How the last question was read, and what came nearest, with the scores."""
        question = scene.conversation.question
        if not question:
            return Reply("command", styled([_("Nothing was asked yet.")])), scene.conversation
        ranked = self.desk.attempt(lambda: ranking_lines(self.desk.answerer, question, scene.today, LONGEST_WHY))
        number = _("Answer {number}: {question}").format(number=scene.conversation.number, question=question)
        return Reply("command", styled([number, *ranked])), scene.conversation

    def privacy(self, rest: str, scene: Scene) -> Step:
        """What is kept."""
        lines = [
            _("Kept for at most 180 days: questions (numbers and addresses masked) and which answer was given."),
            _("The self-check's answers stay in this conversation only. Who you are is kept as a keyed hash."),
            _("/delete removes all of it within a minute; from copies made for safety it is gone after 7 days."),
        ]
        return Reply("command", styled(lines)), scene.conversation

    def delete(self, rest: str, scene: Scene) -> Step:
        """Everything of this person, once it is confirmed."""
        if rest == "yes":
            gone = Reply("command", styled([_("Everything kept of you has been deleted.")]), erases=True)
            return gone, Conversation()
        choices = (
            Option(_("delete everything"), "/delete yes", numbered=True),
            Option(_("keep it"), "/cancel", numbered=True),
        )
        asked = _("Delete your questions, your self-check and your settings? This cannot be undone.")
        return Reply("command", styled([asked]), (choices,)), scene.conversation

    def cancel(self, rest: str, scene: Scene) -> Step:
        """Leave the self-check; its answers stay in the conversation."""
        if not scene.conversation.is_checking:
            return Reply("command", styled([_("Nothing is going on. Type a question.")])), scene.conversation
        left = scene.check.model_copy(update={"is_open": False, "heard": (), "records": None, "changing": None})
        told = _("You have left the self-check. Type 资格自测 to go on with it.")
        return Reply("command", styled([told])), scene.conversation.replace(check=left)

    def language(self, rest: str, scene: Scene) -> Step:
        """Another language for the messages; the notices stay as they are."""
        if rest in LANGUAGES:
            with speaking(rest):
                return Reply("command", styled([_("I speak English now.")])), scene.conversation.replace(language=rest)
        choices = tuple(Option(NAMES[each], f"/language {each}", numbered=True) for each in LANGUAGES)
        return Reply("command", styled([_("Which language?")]), (choices,)), scene.conversation

    def unsure(self, rest: str, scene: Scene) -> Step:
        """不清楚 to the self-check, or to a question that was asked back."""
        if scene.conversation.is_checking:
            return self.interviews.unsure(scene)
        if scene.conversation.question:
            return self.questions.unsure(scene)
        return self._invite(rest, scene)

    def useful(self, rest: str, scene: Scene) -> Step | None:
        """Thanks for feedback."""
        if (number := number_in(rest)) is None:
            return None
        mark = Mark(number, useful=True)
        return Reply("command", styled([_("Thank you.")]), mark=mark), scene.conversation

    def useless(self, rest: str, scene: Scene) -> Step | None:
        """What was wrong with an answer, and thanks for it."""
        which, __, reason = rest.partition(" ")
        if (number := number_in(which)) is None:
            return None
        mark = Mark(number, useful=False, reason=reason if reason in REASONS else None)
        if mark.reason:
            told = _("Thank you; somebody will look at it. You can also write to the office.")
            return Reply(
                "command", styled([told]), ((Option(_("write to the office"), "/mail"),),), mark=mark
            ), scene.conversation
        rows = tuple((Option(_(text), f"/useless {number} {key}"),) for key, text in REASONS.items())
        return Reply("command", styled([_("What was wrong with it?")]), rows, mark=mark), scene.conversation


def asks(question: Question) -> bool:
    """Whether a question asks for something, and does not only tell."""
    return bool(question.prefer or question.demand or question.measures or ASKING.search(question.searched))


def names_nothing(question: Question) -> bool:
    """Whether a question names nothing that the notices speak of, and asks for nothing that they could say."""
    telling = [term for term in question.terms if term.known and term.weight >= TELLING]
    facets = question.facets
    named = (telling, facets.series, facets.level, facets.specialty, facets.employer, question.demand - {CHATTER})
    return not any(named)


def _with_question(reply: Reply, question: Reply, kind: Kind) -> Reply:
    """An answer, and the self-check's own question under it."""
    paragraphs = (*reply.paragraphs, *styled([""]), *question.paragraphs)
    return Reply(kind, paragraphs, question.rows, reply.files, reply.answer, reply.facets, reply.number, question.asks)
