"""`zhicheng chat`: ask in the terminal, or pipe questions in, a line each."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from bot.answer_text import AnswerText
from bot.ask import printable
from bot.day import Day, today
from bot.desk import Desk
from bot.locale import _
from bot.notices import ranking_lines
from bot.settings import history_path, library_path
from knowledge.answering import Citation

if TYPE_CHECKING:
    from bot.check_terminal import Terminal

SELF_CHECK = frozenset({"资格自测", "自测", "check", "/check"})
LEAVE = frozenset({"exit", "quit", "q", "退出", "再见", "拜拜"})
HELP = frozenset({"help", "帮助", "/help"})
WHY = frozenset({"?", "？"})
STYLES = {"「": "bold", "  ——": "dim", "  ⚠": "yellow", "  ⏲": "cyan"}


@click.command()
@click.option("--as-of", type=Day(), default=None, help="Answer as on this day; default: today.")
def chat(as_of: date | None) -> None:
    """Ask questions one after the other."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    with Desk(library_path(), lambda line: console.print(Text(line, style="dim"))) as desk:
        Chat(desk, as_of or today(), console).run()


class Chat:
    """A conversation at the terminal."""

    def __init__(self, desk: Desk, today: date, console: Console) -> None:
        self.desk = desk
        self.today = today
        self.console = console
        self.last = ""
        self.interview: Terminal | None = None

    def run(self) -> None:
        """Answer every line until the input ends or the person leaves."""
        for line in self.lines():
            text = printable(line).strip()
            if text.lower() in LEAVE:
                break
            if text:
                self.turn(text)
        if sys.stdin.isatty():
            self.console.print(_("Goodbye."))

    def lines(self) -> Iterable[str]:
        """What is typed, or what is piped in."""
        if not sys.stdin.isatty():
            return sys.stdin
        from bot.prompt import typed  # noqa: PLC0415  # slow to import, and a pipe does not need it

        self.console.print(_("Ask about professional titles in Liaoning, or type 资格自测; 退出 or Ctrl-D leaves."))
        return typed(history_path())

    def turn(self, text: str) -> None:
        """Show what belongs to one line."""
        if text in WHY:
            self.show(self.why() if self.last else [_("Nothing was asked yet.")])
        elif text.lower() in SELF_CHECK:
            self.check()
        elif text.lower() in HELP:
            self.show([_("Type a question, 资格自测, ? to see what matched, or 退出 to leave.")])
        else:
            self.last = text
            answer = self.desk.answer(text, self.today)
            self.show([*AnswerText(answer, self.today).lines(), *self.further(answer.citations[:1])])

    def why(self) -> list[str]:
        """Which words of the last question matched what."""
        return self.desk.attempt(lambda: ranking_lines(self.desk.answerer, self.last, self.today, 5))

    def check(self) -> None:
        """The self-check, begun or gone on with where it was left, up to its verdict."""
        from bot.check_terminal import Terminal  # noqa: PLC0415  # the rules are read only where they are wanted
        from bot.check_text import text_of  # noqa: PLC0415
        from eligibility.books import load_rulebook  # noqa: PLC0415

        self.interview = self.interview or Terminal(load_rulebook(), self.today)
        if verdict := self.interview.run():
            self.interview = None
            self.show(text_of(verdict).splitlines())

    def further(self, citations: tuple[Citation, ...]) -> Iterator[str]:
        """What else stands beside the answer."""
        topics = self.desk.topics_beside(citations[0]) if citations else []
        if topics:
            yield _("You can also ask about: {topics}").format(topics=" · ".join(topics))

    def show(self, lines: list[str]) -> None:
        """Print lines, each in the style of its kind."""
        for line in lines:
            style = next((style for head, style in STYLES.items() if line.startswith(head)), "")
            self.console.print(Text(line, style=style))
        self.console.print()
