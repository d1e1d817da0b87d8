"""The self-check as a conversation in the terminal."""

from datetime import date

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.environment import library_path
from bot.terminal.command import Terminal, plain_console
from eligibility.judging.verdict import Verdict
from eligibility.rulebook.rulebook import Rulebook


def interview(rulebook: Rulebook, day: date) -> Verdict | None:
    """The verdict of a self-check in the terminal, which shows it; None where the person left."""
    console = plain_console()
    with LiveLibrary(library_path(), console.print) as desk:
        assistant = Assistant(desk, lambda: rulebook)
        terminal = Terminal(assistant, day, console)
        terminal.say("/check")

        def verdict() -> Verdict | None:
            check = terminal.conversation.check
            return assistant.interviews.verdict(check, day) if check else None

        terminal.run(until=lambda: not terminal.conversation.is_checking and verdict() is None)
        return verdict()
