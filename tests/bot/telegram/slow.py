"""`zhicheng telegram` with an assistant that a few texts are too much for: a process to be frozen and killed.

The texts stand for faults that nobody knows of: one that Python can break off, one that it cannot, one that ends it.
"""

import os
import re
import signal
import time
from datetime import date

from bot.cli import main
from bot.core.assistant import Assistant
from bot.core.reply import Reply
from bot.core.turn import Conversation, Turn
from bot.telegram.command import telegram

BACKTRACKS, SLEEPS, HOLDS, DIES, RAISES = "回溯", "睡着", "不放手", "一读就死", "读了出错"
PROGRAM = "tests.bot.telegram.slow"


class Assailable(Assistant):
    """An assistant that does not outlive every text."""

    def reply(self, turn: Turn, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        """The reply, unless the text is too much."""
        if BACKTRACKS in turn.text:
            re.search("(a+)+$", "a" * 60 + "b")
        if SLEEPS in turn.text:
            time.sleep(10**6)
        if HOLDS in turn.text:
            sum(range(10**15))  # no signal is heard until it is done, and no other thread runs
        if DIES in turn.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if RAISES in turn.text:
            raise ValueError(turn.text)
        return super().reply(turn, conversation, today)


if __name__ == "__main__":
    import bot.delivery.serving

    bot.delivery.serving.Assistant = Assailable  # type: ignore[attr-defined]  # in place of the one it imported
    main(telegram)
