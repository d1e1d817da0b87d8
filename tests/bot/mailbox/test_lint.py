"""Saved drafts read again: what may not leave is said, one line each."""

import re
from collections.abc import Callable

import pytest

from bot.mailbox.imap.drafts_folder import text_of
from tests.bot.mailbox.conftest import Office, id_of, letter

DAY = "2024-07-15"
PLAIN = "请问省工信厅2024年工程系列企业单位网上申报时间？我在沈阳某民营企业，申报电子专业副高级。"


@pytest.fixture
def change(office: Office) -> Callable[..., str]:
    """Change the text of the only draft as staff might, and say what lint says to it."""
    office.deliver(letter(PLAIN))
    office.pull()
    (draft,) = office.drafts()
    text = text_of(draft).replace("\r\n", "\n")

    def change(work: Callable[[str], str], **headers: str) -> str:
        with office.server.mailbox(office.user, "Drafts") as box:
            box.delete(box.uids())
            more = {"In_Reply_To": str(draft["In-Reply-To"]), "Subject": str(draft["Subject"]), **headers}
            box.append(letter(work(text), **more), "Drafts", flag_set=["\\Draft"])
        done = office.run("lint")
        assert (done.returncode == 0) == ("0 findings" in done.stdout), done
        assert done.stderr == ""
        return done.stdout

    return change


def test_a_draft_as_we_wrote_it_has_no_findings(change: Callable[..., str]) -> None:
    assert "1 drafts, 0 findings" in change(lambda text: text)


def test_a_changed_quote_is_found(change: Callable[..., str]) -> None:
    said = change(lambda text: re.sub(r"^答：", "答：绝", text, flags=re.MULTILINE))
    assert said.startswith("回复：职称咨询: not the notice's words any more"), said


def test_a_quote_without_its_source_is_found(change: Callable[..., str]) -> None:
    assert "a quote without its source" in change(lambda text: re.sub(r"依据：.*", "", text))


def test_a_source_that_nobody_has_is_found(change: Callable[..., str]) -> None:
    assert "a source that is not in the library" in change(lambda text: re.sub(r"《.*?》", "《无》", text))


def test_a_validity_that_no_longer_holds_is_found(change: Callable[..., str]) -> None:
    said = change(lambda text: re.sub(r".*今后年度以当年通知为准。\n", "", text))
    assert "the source does not stand as it is said today" in said


def test_gaps_are_found_and_their_recipient_too(change: Callable[..., str]) -> None:
    said = change(lambda text: text + "\n【待补充】\n")
    assert "not finished: 【待补充】" in said
    assert "it has a recipient although it is not finished" in said


@pytest.mark.parametrize("number", ["21010219800101123X", "13800138000"])
def test_personal_data_is_found(change: Callable[..., str], number: str) -> None:
    said = change(lambda text: f"{text}\n{number}\n")
    assert "it repeats an identity or phone number" in said
    assert number not in said


def test_drafts_of_others_are_not_looked_at(office: Office) -> None:
    with office.server.mailbox(office.user) as box:
        box.append(letter("【待补充】"), "Drafts")
    assert "0 drafts, 0 findings" in office.run("lint").stdout


def test_a_draft_of_an_answered_letter_is_left_over(office: Office) -> None:
    office.deliver(letter(PLAIN))
    office.pull()
    with office.server.mailbox(office.user) as box:
        box.flag(box.uids(), "\\Answered", True)
    office.pull()
    assert "this draft is left over" in office.run("lint").stdout


def test_a_draft_that_cannot_be_read_is_found_and_ends_nothing(office: Office) -> None:
    one = letter()
    office.deliver(one)
    office.pull()
    unreadable = letter("您好").replace(b"office@example.org", b"(" * 4000)
    with office.server.mailbox(office.user, "Drafts") as box:
        box.append(b"In-Reply-To: " + id_of(one).encode() + b"\r\n" + unreadable, "Drafts", flag_set=["\\Draft"])
    done = office.run("lint")
    assert (done.returncode, done.stderr) == (1, "")
    assert "it cannot be read: RecursionError" in done.stdout
