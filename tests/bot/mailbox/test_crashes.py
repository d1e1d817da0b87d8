"""The command killed, and the wire cut, at any point: each letter ends with exactly one draft."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.mailbox.conftest import Office, id_of, letter
from tests.bot.mailbox.dovecot import Dovecot
from tests.bot.mailbox.proxy import wire
from tests.kills.doors import OF_THE_MAILBOX, of_the_mailbox
from tests.kills.job import kill_often

KILLS = 3


def letters_of(senders: int, first: int = 0) -> list[bytes]:
    """Letters of so many people, each with a question of their own."""
    return [
        letter(f"请问第{number}个问题，申报材料报送到哪里？", f"s{number}@example.cn")
        for number in range(first, first + senders)
    ]


@pytest.mark.parametrize("name", OF_THE_MAILBOX)
def test_killed_at_any_point_each_letter_has_one_draft(
    name: str, server: Dovecot, tmp_path: Path, library_file: Path, make_office: Callable[..., Office]
) -> None:
    """A few times; `make faults` does it many times."""
    job = of_the_mailbox(server, name)(tmp_path, library_file)
    with job.forks:
        account = kill_often(job, KILLS, random.Random(1))
    assert account.kills == KILLS
    assert account.is_clean, account


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
