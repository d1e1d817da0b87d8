"""The command killed, and the wire cut, at any point: each letter ends with exactly one draft."""

import random
import time
from collections.abc import Callable
from itertools import count

import pytest

from tests.bot.mailbox.conftest import Office, id_of, letter
from tests.bot.mailbox.proxy import wire

KILLED = 50


def letters_of(senders: int, first: int = 0) -> list[bytes]:
    """Letters of so many people, each with a question of their own."""
    return [
        letter(f"请问第{number}个问题，申报材料报送到哪里？", f"s{number}@example.cn")
        for number in range(first, first + senders)
    ]


def test_killed_fifty_times_each_letter_has_one_draft(office: Office) -> None:
    chance = random.Random(20261121)
    started = time.monotonic()
    office.start("pull").communicate()
    whole = time.monotonic() - started  # of a process without letters
    letters = letters_of(4 * KILLED)
    office.deliver(*letters)
    killed = 0
    while killed < KILLED:
        process = office.start("pull")
        time.sleep(chance.uniform(0.7 * whole, 1.3 * whole))
        process.kill()
        process.communicate()
        killed += process.returncode == -9
        if len(office.drafts()) >= len(letters):
            letters += (more := letters_of(2 * KILLED, len(letters)))
            office.deliver(*more)
    interrupted = len(office.drafts())
    office.pull()
    assert interrupted > 0
    assert office.answered() == sorted(map(id_of, letters))
    assert set(office.states()) == {"drafted"}


def test_killed_while_drafts_are_replaced(office: Office) -> None:
    chance = random.Random(5)
    letters = letters_of(40)
    office.deliver(*letters)
    office.pull()
    for number in count():
        office.deliver(*letters_of(40))
        process = office.start("pull")
        time.sleep(chance.uniform(0.8, 1.6))
        process.kill()
        process.communicate()
        if number == 9:
            break
    office.pull()
    assert len(office.drafts()) == 40
    assert len(set(office.answered())) == 40
    assert sorted(set(office.states())) == ["drafted", "joined"]
    assert office.states().count("drafted") == 40


@pytest.mark.parametrize("seed", range(3))
def test_cut_off_anywhere_each_letter_has_one_draft(office: Office, seed: int) -> None:
    letters = letters_of(5)
    office.deliver(*letters)
    direct = office.settings["ZHICHENG_MAILBOX_PORT"]
    chance = random.Random(seed)
    for after in (*(chance.randrange(900, 12_000) for _ in range(5)),):
        with wire(office.server.tls, after) as cut:
            office.set(port=cut.port)
            done = office.run("pull")
            if done.returncode:
                assert done.returncode == 1
                assert len(done.stderr.splitlines()) == 1
                assert "127.0.0.1" in done.stderr
    office.set(port=direct)
    office.pull()
    assert office.answered() == sorted(map(id_of, letters))


def test_a_draft_of_which_the_server_took_all_but_could_not_say_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, make_office: Callable[..., Office]
) -> None:
    letters = letters_of(3)
    office.deliver(*letters)
    direct = office.settings["ZHICHENG_MAILBOX_PORT"]
    with wire(office.server.tls) as open_wire:
        office.set(port=open_wire.port)
        process = office.start("pull")
        while not office.drafts():
            time.sleep(0.005)
        open_wire.cut()
        process.communicate(timeout=60)
    office.set(port=direct)
    office.pull()
    assert office.answered() == sorted(map(id_of, letters))
