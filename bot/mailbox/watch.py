"""The mailbox watched for as long as the program runs; what goes wrong is said, and it goes on."""

import random
import signal
import threading
import time
from collections.abc import Callable

from bot.delivery.heartbeat import BEAT, Heartbeat
from bot.errors import BotError, Refused
from bot.locale import _
from bot.mailbox.imap.account import Account
from bot.mailbox.imap.connection import connect
from bot.mailbox.pull import Pull
from bot.mailbox.tally import Tools
from bot.settings.mailbox import MailboxSettings
from eligibility.errors import EligibilityError
from knowledge.errors import KnowledgeError

IDLE_SECONDS = 9 * 60  # a server may hang up after 29 minutes, a router after 10; and Sent is to be looked at
LONGEST_PAUSE = 600.0  # seconds
WARY = 5  # a refused password is tried again as slowly as after so many failures: accounts are locked


class Watch:
    """Looks at the mailbox whenever mail comes, until it is told to stop."""

    def __init__(self, settings: MailboxSettings, tools: Callable[[Callable[[], bool]], Tools]) -> None:
        self.settings = settings
        self.stop = threading.Event()
        self.life = Heartbeat("mailbox", settings.letters)
        self.tools = tools(self.is_over)
        self.failures = 0

    def heed_signals(self) -> None:
        """Stop after the letter in hand when the system or a person asks for it."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_signal: self.stop.set())

    def is_over(self) -> bool:
        """Whether to stop; this is asked before each letter and in every pause, and shows that the watch is alive."""
        self.life.beat()
        return self.stop.is_set()

    def run(self) -> None:
        """Watch until told to stop."""
        self.life.begin()
        self.life.ready()
        while not self.is_over():
            try:
                self._keep_looking()
            except (BotError, KnowledgeError, EligibilityError) as error:
                self.failures += 1
                seconds = pause(self.failures + (WARY if isinstance(error, Refused) else 0), self.settings.retry)
                message = _("{error}; next try in {seconds:.0f} s")
                self.tools.say(message.format(error=error, seconds=seconds))
                self.rest(seconds)
        self.life.end()

    def _keep_looking(self) -> None:
        """Look, wait for mail, look again, over one connection."""
        with connect(self.settings) as box:
            account = Account(box, self.settings)
            self.tools.say(_("Watching {folder} at {where}.").format(folder=self.settings.folder, where=account.where))
            unseen: set[int] = set()
            while not self.is_over():
                pull = Pull(account, self.tools)
                tally = pull.run()
                self.failures = 0
                if tally.is_worth_saying:
                    for line in tally.lines():
                        self.tools.say(line)
                before, unseen = unseen, pull.unseen()
                if not unseen or unseen == before:
                    self.wait(account)

    def wait(self, account: Account) -> None:
        """Wait for mail: the server says it, or we look again after a while."""
        if account.offers("IDLE"):
            account.wait(IDLE_SECONDS, self.is_over)
        else:
            self.rest(self.settings.poll)

    def rest(self, seconds: float) -> None:
        """Wait so long, or until told to stop."""
        until = time.monotonic() + seconds
        while not self.is_over() and (left := until - time.monotonic()) > 0:
            self.stop.wait(min(left, BEAT))


def pause(failures: int, first: float) -> float:
    """Seconds until the next try: twice as long each time, up to a limit, and not the same for all who wait."""
    longest: float = min(LONGEST_PAUSE, first * 2.0 ** (min(failures, 30) - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  # spreads load, keeps no secret
