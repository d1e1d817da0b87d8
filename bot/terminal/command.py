"""The terminal as a door, and `zhicheng chat`: talk in it, or pipe turns in, a line each."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import date
from io import TextIOWrapper
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot import private_file
from bot.bounds import LONGEST_LINE, lines_in, set_aside, too_long
from bot.clock import today
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.core.reply import File, Reply, command_reply
from bot.core.turn import Conversation, Step, Turn
from bot.environment import history_path, library_path
from bot.errors import BotError, Fault, Overdue, StorageError
from bot.faults import faults_numbered
from bot.locale import _, speaking
from bot.options import Day
from bot.settings.load import settings
from bot.showing import printable
from bot.storage.key import service_storage
from bot.storage.set_aside import SetAside, Why
from bot.storage.storage import Storage
from bot.terminal.layout import columns, lines_of, packed
from bot.text.paragraph import Style
from knowledge.asked import LONGEST

LEAVE = frozenset({"exit", "quit", "q", "退出", "再见", "拜拜"})
SAVE = frozenset({"s", "save", "保存"})
STYLES: dict[Style, str] = {
    "quote": "bold",
    "source": "dim",
    "warning": "yellow",
    "window": "cyan",
    "note": "dim",
    "heading": "bold",
    "question": "bold",
    "reason": "dim",
    "met": "bold green",
    "failed": "bold red",
    "open": "bold yellow",
}
INDENT = "    "
SHORT = {"/back": "b", "/change": "c", "/unsure": "?", "/cancel": "q"}  # what is typed for a choice of the self-check


@click.command()
@click.option("--as-of", type=Day(), default=None, help="Answer as on this day; default: today.")
def chat(as_of: date | None) -> None:
    """Ask questions one after the other, or check whether you may apply."""
    console = plain_console()
    if sys.stderr.isatty():  # who talks here is told a fault's number, and not its place
        logging.getLogger().addHandler(logging.NullHandler())
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")

    def note(line: str) -> None:
        console.print(Text(line, style="dim"))

    with LiveLibrary(library_path(), note) as desk, ExitStack() as stack:
        storage = None
        try:
            storage = stack.enter_context(service_storage(settings(), desk.library.built_from or "", note))
        except BotError as error:
            note(_("Answers get no numbers here: {why}").format(why=error))
        Terminal(Assistant(desk), as_of or today(), console, storage).run()


def plain_console() -> Console:
    """A console that leaves what is printed as it is, and breaks no line in a pipe."""
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=not sys.stdout.isatty())


class Terminal:
    """One person's conversation, which lives as long as this object; answers are kept where there is a storage."""

    def __init__(self, assistant: Assistant, today: date, console: Console, storage: Storage | None = None) -> None:
        self.assistant = assistant
        self.today = today
        self.console = console
        self.storage = storage
        self.conversation = Conversation()
        self.turns = 0
        self.has_folded = False
        self.files: tuple[File, ...] = ()
        self.short: dict[str, str] = {}

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Reply to every line until the input ends, the person leaves, or it is over."""
        for line in self.lines():
            text = printable(line).strip() or self.nothing()
            if text.lower() in LEAVE and not self.conversation.is_checking:
                break
            if self.files and text.lower() in SAVE:
                self.save()
            elif text:
                self.say(text)
            if until():
                return
        if sys.stdin.isatty():
            with speaking(self.conversation.language):
                self.console.print(_("Goodbye."))

    def nothing(self) -> str:
        """What an empty line says: yes to what was heard and is to be confirmed, else to show what is folded."""
        check = self.conversation.check
        if check and check.is_open and check.heard:
            return "/yes"
        return "/sources" if self.has_folded else ""

    def lines(self) -> Iterable[str]:
        """What is typed, or what is piped in."""
        if not sys.stdin.isatty():
            return lines_in(sys.stdin, LONGEST_LINE)
        from bot.terminal.prompt import typed_lines  # noqa: PLC0415  # slow to import, and a pipe does not need it

        if not self.turns:
            self.console.print(_("Ask about professional titles in Liaoning, or type “check”; “exit” or Ctrl-D ends."))
        return typed_lines(history_path(), lambda: self.conversation.is_checking, self._prompt)

    def _prompt(self) -> str:
        """What stands before a line that is typed."""
        with speaking(self.conversation.language):
            return _("ask> ")

    def say(self, text: str) -> Reply:
        """One turn: what is said, and the reply shown."""
        self.turns += 1
        reply = self.reply(self.short.get(text, text))
        if reply.erases:
            history_path().unlink(missing_ok=True)
        with speaking(self.conversation.language):
            self.show(reply)
        return reply

    def reply(self, text: str) -> Reply:
        """The reply to a turn; one that takes too long is set aside, one that is too long is not read."""
        if len(text) > LONGEST:
            return command_reply([too_long(len(text))])
        try:
            with faults_numbered():
                step = self._kept_step(text, self.storage) if self.storage else self._step(text, self.turns)
        except StorageError as error:
            return self._stop_keeping(text, error)
        except Overdue:
            self.set_aside(text, "overdue")
            return command_reply([set_aside()])
        except Fault as fault:
            self.set_aside(text, "failed")
            return command_reply([str(fault)])
        reply, self.conversation = step
        return reply

    def _stop_keeping(self, text: str, error: StorageError) -> Reply:
        """The reply to a turn, of which, and of all after it, nothing is kept; what is kept is not deleted, either."""
        self.storage = None
        self.console.print(Text(_("Nothing is kept from here on: {why}").format(why=error), style="dim"))
        reply = self.reply(text)
        return command_reply([str(error)]) if reply.erases else reply

    def set_aside(self, text: str, why: Why) -> None:
        """Keep a turn that did not come to its end for staff, where anything can be kept."""
        if self.storage:
            with suppress(StorageError), self.storage.turn(self.storage.person("terminal", "")) as record:
                SetAside(self.storage).put(record, text, why)

    def _step(self, text: str, number: int) -> Step:
        """The reply to a turn, and the conversation after it."""
        return self.assistant.reply(Turn(text=text, number=number), self.conversation, self.today)

    def _kept_step(self, text: str, storage: Storage) -> Step:
        """The same, the answer kept; the conversation itself, with the self-check, stays in memory."""
        with storage.turn(storage.person("terminal", "")) as record:
            reply, after = self._step(text, record.number)
            record.keep(reply, Conversation(), self.today)
        return reply, after

    def save(self) -> None:
        """Write the files of the last reply into the folder that one is in."""
        with speaking(self.conversation.language):
            for told in map(_saved, self.files):
                self._print(told, "dim")
        self.console.print()

    def show(self, reply: Reply) -> None:
        """Print a reply: each paragraph in its style, then what can be chosen and said of it."""
        for paragraph in reply.shown:
            self._print(paragraph.text, STYLES.get(paragraph.style, ""))
        for line in self._numbered(reply):
            self._print(line)
        self.has_folded = reply.shown != reply.paragraphs
        if reply.files or reply.asks:
            self.files = reply.files
        if reply.kind != "command":  # behind a mail one goes on where one was
            self.short = {SHORT[says]: says for says in reply.labels.values() if says in SHORT}
        for line in (*self._shortcuts(reply), *self._useful(reply), *self._unfolding()):
            self._print(line, "dim")
        self.console.print()

    def _print(self, text: str, style: str = "") -> None:
        """Print a text, broken into lines where a terminal shows them."""
        for line in lines_of(text, self.width):
            self.console.print(Text(line, style=style), soft_wrap=True)

    @property
    def width(self) -> int | None:
        """How wide lines may be; as wide as they come in a pipe."""
        return None if self.console.soft_wrap else self.console.width

    def _numbered(self, reply: Reply) -> Iterator[str]:
        """The choices with their numbers; those that stand together in a row do so here."""
        labels = [f"{number}. {choice.label}" for number, choice in enumerate(reply.numbered, 1)]
        is_together = any(len(row) > 1 and row[0].numbered for row in reply.rows)
        width = self.width and self.width - len(INDENT) if is_together else None
        return (INDENT + line for line in columns(labels, width))

    def _shortcuts(self, reply: Reply) -> Iterator[str]:
        """What is typed for the other choices of a self-check, and of its end."""
        if reply.kind != "interview":
            return
        ways = [choice for row in reply.rows for choice in row if not choice.numbered]
        told = [f"{SHORT[way.says]} {way.label}" if way.says in SHORT else way.label for way in ways]
        told += [_("s save")] if self.files else []
        if lines := list(packed(told, self.width and self.width - len(INDENT))):
            yield "  (" + "\n   ".join(lines) + ")"

    def _unfolding(self) -> Iterator[str]:
        """How to see what is folded."""
        if self.has_folded:
            yield _("(An empty line, or “sources”: where this stands in full.)")

    def _useful(self, reply: Reply) -> Iterator[str]:
        """How to say whether an answer was useful."""
        if reply.answer and self.storage and sys.stdin.isatty():
            told = _("Answer {number}. Useful? /useful {number} or /useless {number}")
            yield told.format(number=reply.number)


def _saved(file: File) -> str:
    """What is said of a file once it was written, or could not be."""
    try:
        private_file.write(Path(file.name), file.octets)
    except OSError as error:
        return _("{name} cannot be written: {why}").format(name=file.name, why=error.strerror)
    return _("Saved: {name}").format(name=Path(file.name).resolve())
