"""The mailbox watched: letters are drafted as they come, trouble is said and outlived."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bot.delivery.heartbeat import Heartbeat
from bot.mailbox.watch import LONGEST_PAUSE, pause
from tests.bot.mailbox.conftest import Office, id_of, letter
from tests.bot.mailbox.dovecot import Dovecot, dovecot


class Watched:
    """A running watch and what it has said so far."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.process = office.start("watch")
        self.lines: list[str] = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """Take down what it says."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    def until(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert self.process.poll() is None, self.lines
            assert time.monotonic() < end, self.lines
            time.sleep(0.05)

    def has_said(self, words: str) -> bool:
        """Whether it has said this."""
        return words in "".join(self.lines)


@contextmanager
def watching(office: Office) -> Iterator[Watched]:
    """A watch for as long as this lasts; told to stop, it does so at once and well."""
    watched = Watched(office)
    try:
        yield watched
        watched.process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        assert watched.process.wait(10) == 0
        assert time.monotonic() - started < 5
    finally:
        watched.process.kill()
        watched.process.wait()
        for stream in (watched.process.stdout, watched.process.stderr):
            assert stream
            stream.close()


@pytest.mark.parametrize("without", [(), ("IDLE",)])
def test_letters_are_drafted_as_they_come(
    make_office: Callable[..., Office], server: Dovecot, without: tuple[str, ...]
) -> None:
    with dovecot(without=without) as running:
        office = make_office(running)
        office.set(poll=1)
        letters = [letter(sender=f"{number}@example.cn") for number in range(3)]
        life = Heartbeat("mailbox", office.folder / "letters.sqlite")
        with watching(office) as watched:
            for number, each in enumerate(letters):
                office.deliver(each)
                watched.until(lambda wanted=number + 1: len(office.drafts()) == wanted)  # type: ignore[misc]
                time.sleep(0.3)
            shown = life.latest() or 0
            watched.until(lambda: (life.latest() or 0) > shown)
        assert life.latest() is None
        assert office.answered() == sorted(map(id_of, letters))


def test_a_server_that_goes_away_is_waited_for(make_office: Callable[..., Office], server: Dovecot) -> None:
    with dovecot() as running:
        office = make_office(running)
        office.set(retry=0.1)
        before, after = letter(sender="a@example.cn"), letter(sender="b@example.cn")
        office.deliver(before)
        with watching(office) as watched:
            watched.until(lambda: len(office.drafts()) == 1)
            running.stop()
            watched.until(lambda: watched.has_said("next try in"))
            running.start()
            office.deliver(after)
            watched.until(lambda: len(office.drafts()) == 2)
        assert all("Traceback" not in line for line in watched.lines)


def test_a_wrong_password_is_tried_again_slowly(office: Office) -> None:
    secret = office.folder / "secret"
    right = secret.read_text(encoding="ascii")
    secret.write_text("wrong", encoding="ascii")
    office.set(retry=0.01)
    office.deliver(letter())
    with watching(office) as watched:
        watched.until(lambda: watched.has_said("the name or password is not accepted"))
        secret.write_text(right, encoding="ascii")
        watched.until(lambda: len(office.drafts()) == 1)


def test_pauses_grow_up_to_a_limit() -> None:
    assert all(1 <= pause(1, 2) <= 2 for _ in range(100))
    assert all(2 <= pause(2, 2) <= 4 for _ in range(100))
    assert all(LONGEST_PAUSE / 2 <= pause(failures, 2) <= LONGEST_PAUSE for failures in range(10, 10_000, 100))
    assert len({pause(5, 2) for _ in range(100)}) > 50
