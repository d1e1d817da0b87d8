"""The worst letters: each is drafted in time, or set aside with a word, and the next person has their draft."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from bot.core.live_library import LiveLibrary
from bot.environment import library_path
from bot.mailbox.drafting.drafter import Drafter
from bot.mailbox.reading.letter import LONGEST, read_letter
from eligibility.rulebook.loading import load_rulebook
from tests.bot.mailbox.conftest import Office, id_of, letter
from tests.bot.mailbox.mails import mail
from tests.bot.mailbox.worst import TEXTS, WORST, repeated

IN_TIME = 2.0  # seconds of one processor, as promised
LOADED = 2.5  # how much slower a machine may be that does other things at the same time
SENT = (
    "text: commas",
    "text: announcements",
    "page: style",
    "header: comments",
    "header: groups",
    "parts: lines",
    "parts: nested",
    "attachment: a bad name",
    "attachment: tables in tables",
    "header: a year of 10^20",
)


@pytest.fixture(scope="module")
def drafter() -> Iterator[Drafter]:
    """What drafts replies, everything that it needs already loaded."""
    with LiveLibrary(library_path(), print) as desk:
        ready = Drafter(desk, load_rulebook)
        ready.draft(read_letter(mail("請問評審費是多少？how much is the fee?")), date(2024, 7, 2))
        yield ready


@pytest.mark.parametrize("octets", WORST.values(), ids=WORST)
def test_the_worst_letters_are_drafted_in_time(drafter: Drafter, octets: bytes) -> None:
    started = time.process_time()
    drafted = drafter.draft(read_letter(octets), date(2024, 7, 2))
    assert drafted.skipped or drafted.octets
    assert time.process_time() - started < IN_TIME * LOADED


@pytest.mark.parametrize("name", ["announcements", "commas", "items", "labels", "employers", "traditional"])
def test_twice_the_text_takes_no_more_than_twice_the_time(drafter: Drafter, name: str) -> None:
    unit = TEXTS[name].decode().partition("\r\n\r\n")[2][:400]

    def seconds(characters: int) -> float:
        text = mail(repeated(unit, characters))
        started = time.process_time()
        drafter.draft(read_letter(text), date(2024, 7, 2))
        return time.process_time() - started

    assert seconds(LONGEST) < 4 * seconds(LONGEST // 4) * LOADED + 0.05


@pytest.mark.parametrize("is_long", [False, True])
def test_a_draft_says_that_only_the_beginning_was_read(drafter: Drafter, is_long: bool) -> None:
    text = "请问评审费是多少？\n" + ("我的情况是这样的，" * (LONGEST // 9) if is_long else "")
    drafted = drafter.draft(read_letter(mail(text)), date(2024, 7, 2))
    assert drafted.letter.is_cut is is_long
    assert ("只读了开头部分" in drafted.body) is is_long


def test_the_next_person_has_a_draft(office: Office) -> None:
    following = letter(sender="next@example.cn")
    with office.server.mailbox(office.user) as box:
        for name in SENT:
            box.append(WORST[name].replace(b"<1@example.cn>", f"<{SENT.index(name)}@worst.cn>".encode()), "INBOX")
    office.deliver(following)
    started = time.process_time()
    office.pull()
    assert time.process_time() - started < len(SENT) * IN_TIME * LOADED
    assert id_of(following) in office.answered()
    assert set(office.states()) <= {"drafted", "joined", "skipped", "aside"}
