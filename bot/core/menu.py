"""What is offered beside answers: the commands, the notices, a mail, feedback, and what is kept of a person."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.bounds import number_in
from bot.core.examples import examples
from bot.core.live_library import LiveLibrary
from bot.core.office_mail import mail_lines
from bot.core.reply import Mark, Option, command_reply
from bot.core.turn import Check, Conversation, Scene, Step
from bot.locale import LANGUAGES, N_, _, speaking
from bot.text.notices import notice_line, tree
from knowledge.rounds import exists

Handler = Callable[[str, Scene], Step | None]
SHOWN = 2  # examples
LONGEST_WHY = 3  # candidates that are shown
CHAT_COMMANDS = {
    "check": N_("check whether I may apply"),
    "committee": N_("which committee takes me"),
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
COMPLAINTS = {
    "other": N_("it answers something else"),
    "old": N_("it is out of date"),
    "unclear": N_("I do not understand it"),
    "incomplete": N_("something is missing"),
}
LANGUAGE_NAMES = {"zh_CN": "中文", "en": "English"}


class Menu:
    """Handles the commands that need neither a question nor a self-check."""

    def __init__(self, desk: LiveLibrary, told: Callable[[Check], Mapping[str, str]]) -> None:
        self.desk = desk
        self.told = told
        self.handlers: Mapping[str, Handler] = {
            "ask": self.invite,
            "help": self.help,
            "notices": self.notices,
            "mail": self.mail,
            "why": self.why,
            "privacy": self.privacy,
            "delete": self.delete,
            "language": self.language,
            "useful": self.useful,
            "useless": self.useless,
        }

    def invite(self, rest: str, scene: Scene) -> Step:
        """What can be asked."""
        lines = [
            _("Ask in your own words; I answer with the notices' own sentences and say where they stand."),
            _("For example: {examples}").format(examples=" ".join(self.examples(scene.today)[:SHOWN])),
            _("Or check whether you may apply: type “check”."),
        ]
        own = (Option(_("self-check"), "/check"), Option(_("which committee takes me"), "/committee"))
        ways = (Option(_("notices"), "/notices"), Option(_("help"), "/help"))
        return command_reply(lines, (own, ways)), scene.conversation

    def examples(self, today: date) -> tuple[str, ...]:
        """What could be asked today."""
        return examples(self.desk.attempt(lambda: self.desk.library.notices).values(), today)

    def help(self, rest: str, scene: Scene) -> Step:
        """The commands."""
        lines = [
            _("Type a question, or one of these:"),
            *(f"/{name}  {_(text)}" for name, text in CHAT_COMMANDS.items()),
        ]
        return command_reply(lines), scene.conversation

    def notices(self, rest: str, scene: Scene) -> Step:
        """The notices with their validity, or the headings of one."""
        notices = self.desk.attempt(lambda: self.desk.library.notices)
        if rest in notices:
            paths = (entry.passage.path[:1] for entry in self.desk.passages_of(rest))
            lines = [notice_line(notices[rest], scene.today), *tree(paths)]
            return command_reply(lines), scene.conversation
        there = [notice for notice in notices.values() if exists(notice, scene.today)]
        rows = tuple((Option(notice.name, f"/notices {notice.id}", numbered=True),) for notice in there)
        lines = [notice_line(each, scene.today) for each in there] or [_("There is no notice yet.")]
        return command_reply(lines, rows), scene.conversation

    def mail(self, rest: str, scene: Scene) -> Step:
        """A mail about the last question, ready to be sent."""
        lines = mail_lines(self.desk, scene.conversation.asked, scene.today, self.told(scene.check))
        return command_reply(lines), scene.conversation

    def why(self, rest: str, scene: Scene) -> Step:
        """How the last question was read, and what came nearest, with the scores."""
        asked = scene.conversation.asked
        if not asked.text:
            return command_reply([_("Nothing was asked yet.")]), scene.conversation
        ranked = self.desk.ranking_lines(asked, scene.today, LONGEST_WHY)
        number = _("Answer {number}: {question}").format(number=scene.conversation.number, question=asked.whole)
        return command_reply([number, *ranked]), scene.conversation

    def privacy(self, rest: str, scene: Scene) -> Step:
        """What is kept."""
        lines = [
            _("Kept for at most 180 days: questions (numbers and addresses masked) and which answer was given."),
            _("The self-check's answers stay in this conversation only. Who you are is kept as a keyed hash."),
            _("/delete removes all of it within a minute; from copies made for safety it is gone after 7 days."),
        ]
        return command_reply(lines), scene.conversation

    def delete(self, rest: str, scene: Scene) -> Step:
        """Everything of this person, once it is confirmed."""
        if rest == "yes":
            gone = command_reply([_("Everything kept of you has been deleted.")], erases=True)
            return gone, Conversation()
        choices = (
            Option(_("delete everything"), "/delete yes", numbered=True),
            Option(_("keep it"), "/cancel", numbered=True),
        )
        asked = _("Delete your questions, your self-check and your settings? This cannot be undone.")
        return command_reply([asked], (choices,)), scene.conversation

    def language(self, rest: str, scene: Scene) -> Step:
        """Another language for the messages; the notices stay as they are."""
        if rest in LANGUAGES:
            with speaking(rest):
                return command_reply([_("I speak English now.")]), scene.conversation.replace(language=rest)
        choices = tuple(Option(LANGUAGE_NAMES[each], f"/language {each}", numbered=True) for each in LANGUAGES)
        return command_reply([_("Which language?")], (choices,)), scene.conversation

    def useful(self, rest: str, scene: Scene) -> Step | None:
        """Thanks for feedback."""
        if (number := number_in(rest)) is None:
            return None
        mark = Mark(number, useful=True)
        return command_reply([_("Thank you.")], mark=mark), scene.conversation

    def useless(self, rest: str, scene: Scene) -> Step | None:
        """What was wrong with an answer, and thanks for it."""
        which, __, reason = rest.partition(" ")
        if (number := number_in(which)) is None:
            return None
        mark = Mark(number, useful=False, reason=reason if reason in COMPLAINTS else None)
        if mark.reason:
            told = _("Thank you; somebody will look at it. You can also write to the office.")
            return command_reply([told], ((Option(_("write to the office"), "/mail"),),), mark=mark), scene.conversation
        rows = tuple((Option(_(text), f"/useless {number} {key}"),) for key, text in COMPLAINTS.items())
        return command_reply([_("What was wrong with it?")], rows, mark=mark), scene.conversation
