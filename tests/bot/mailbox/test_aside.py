"""One bad letter: it is set aside with its reason and shown, and the next person's letter has its draft."""

import io
import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.mailbox import handling
from bot.mailbox.reading.letter import Letter, read_letter
from bot.mailbox.register.letters import LIMIT
from tests.bot.mailbox.conftest import Office, id_of, letter, status_of
from tests.bot.mailbox.mails import attached

BAD = "坏信"


def breaks(work: Callable[[], object]) -> Callable[[bytes], Letter]:
    """A reader of letters that does this at the bad one."""

    def read(octets: bytes) -> Letter:
        found = read_letter(octets)
        if found.subject == BAD:
            work()
        return found

    return read


def raising(error: BaseException) -> Callable[[], object]:
    """Work that raises."""

    def work() -> None:
        raise error

    return work


def forever() -> None:
    """Work that does not end."""
    while True:
        pass


def killed() -> None:
    """Work at which the system ends the process."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    "error", [RecursionError("x"), MemoryError(), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "13800138000"), KeyError()]
)
def test_whatever_reading_raises_is_that_one_letter_s(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(handling, "read_letter", breaks(raising(error)))
    bad, good = letter(subject=BAD, sender="a@example.cn"), letter(sender="b@example.cn")
    office.deliver(bad, good)
    said = office.pull()
    assert "1 drafted, 0 joined, 0 skipped, 0 failed, 1 set aside" in said
    assert f"was set aside: it cannot be read: {type(error).__name__} (letter " in said
    assert "13800138000" not in said
    assert office.answered() == [id_of(good)]


def test_a_letter_that_is_set_aside_is_shown_and_left_until_it_is_asked_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = letter(subject=BAD)
    office.deliver(bad)
    with monkeypatch.context() as patch:
        patch.setattr(handling, "read_letter", breaks(raising(RecursionError())))
        office.pull()
    assert "set aside 1" in (shown := office.run("status").stdout)
    assert "RecursionError" in shown
    assert "set aside" in office.run("report").stdout
    assert office.pull().startswith("0 letters")
    office.server.new_uidvalidity(office.user)
    assert office.pull().startswith("0 letters")
    assert "1 drafted" in office.pull("--aside")
    assert office.answered() == [id_of(bad)]


def test_a_letter_that_takes_too_long_is_set_aside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "read_letter", breaks(forever))
    monkeypatch.setattr(handling, "SECONDS", 1.0)
    good = letter(sender="b@example.cn")
    office.deliver(letter(subject=BAD), good)
    assert "was set aside: it took too long" in office.pull()
    assert office.answered() == [id_of(good)]


def test_drafting_that_breaks_sets_the_letter_aside_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.mailbox.drafting.drafter import Drafter

    draft = Drafter.draft

    def drafted(self: Drafter, found: Letter, today: object, **_more: object) -> object:
        return draft(self, found, today) if found.subject != BAD else raising(RecursionError())()  # type: ignore[arg-type]

    monkeypatch.setattr(Drafter, "draft", drafted)
    good = letter(sender="b@example.cn")
    office.deliver(letter(subject=BAD), good)
    assert "1 set aside" in office.pull()
    assert office.states() == ["aside", "drafted"]
    assert office.answered() == [id_of(good)]


def test_a_reply_in_sent_closes_a_letter_that_could_not_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "read_letter", breaks(raising(RecursionError())))
    bad = letter(subject=BAD)
    office.deliver(bad)
    office.pull()
    with office.server.mailbox(office.user) as box:
        box.append(letter("答复", In_Reply_To=id_of(bad), To="zhangsan@example.cn"), "Sent")
    assert "1 closed" in office.pull()
    assert office.states() == ["closed"]


def test_a_letter_at_which_the_process_is_killed_again_and_again(office: Office) -> None:
    good = letter(sender="b@example.cn")
    office.deliver(letter(subject=BAD), good)
    for number in range(LIMIT):
        child = os.fork()
        if child == 0:
            handling.read_letter = breaks(killed)
            office.run("pull")
            os._exit(0)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        if number:
            assert office.answered() == [id_of(good)]  # what broke before comes last
    assert office.pull().startswith("0 letters")
    assert "set aside 1" in office.run("status").stdout


def docx_with_a_bad_name() -> bytes:
    """A .docx whose archive says that a name is UTF-8, which it is not."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("甲.xml", "<x/>")
    return octets.getvalue().replace("甲".encode(), b"\xff\xfe\xfd")


UNREADABLE = {
    "brackets": letter().replace(b"zhangsan@example.cn", b"(" * 4000),
    "groups": letter().replace(b"zhangsan@example.cn", b"a:" * 4000),
    "a name that is no text": attached(docx_with_a_bad_name()),
}


@pytest.mark.parametrize("octets", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_gives_a_draft_or_one_line(octets: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(octets)
    status = status_of("draft", str(path))
    out, err = capfd.readouterr()
    if status:
        assert (out, len(err.splitlines())) == ("", 1)
    else:
        assert "您好" in out
