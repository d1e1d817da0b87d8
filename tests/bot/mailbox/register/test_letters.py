"""The table of letters: leases, joined letters, what is kept and for how long; and what status and report say of it."""

import csv
import io
import json
import os
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.cli import zhicheng
from bot.errors import LettersError
from bot.mailbox.register.chart import svg_of
from bot.mailbox.register.lease import holder, is_alive
from bot.mailbox.register.letter_row import UNFINISHED, LetterRow
from bot.mailbox.register.letters import LEASE, LIMIT, Letters
from bot.mailbox.register.report import report_of
from bot.mailbox.register.status import Backlog
from bot.settings.load import settings
from bot.storage.key import opened_storage
from knowledge.value import replace
from tests.bot.mailbox.conftest import Office, letter
from tests.bot.storage.bytes_kept import ADDRESS, FORMS, IDENTITY, PHONE, found_in, planted_lines
from tests.damage import FILES, damaged

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    """A table of letters."""
    with Letters(tmp_path / "letters.sqlite") as opened:
        yield opened


def enrol(letters: Letters, *entries: LetterRow) -> None:
    """Write some rows."""
    folder = letters.acquaint("INBOX", 1, date(2026, 1, 1))
    for uid, entry in enumerate(entries, 1):
        letters.enrol(entry, folder, uid)


def entry(number: int, **columns: object) -> LetterRow:
    """A row."""
    row = LetterRow(f"letter{number}", f"m{number}", "s", "q", received=(NOW + timedelta(hours=number)).isoformat())
    return replace(row, **columns)  # type: ignore[arg-type]


def test_one_lease_at_a_time(letters: Letters) -> None:
    enrol(letters, entry(1))
    letters.note("letter1", holder="elsewhere:1", leased_until=NOW.timestamp() + LEASE)
    assert not letters.claim("letter1", UNFINISHED, NOW.timestamp())
    assert letters.claim("letter1", UNFINISHED, NOW.timestamp() + LEASE + 1)
    assert letters.claim("letter1", UNFINISHED, NOW.timestamp())
    letters.release("letter1", "drafted")
    assert not letters.claim("letter1", UNFINISHED, NOW.timestamp())


def test_the_lease_of_a_dead_process_ends_at_once(letters: Letters) -> None:
    host = holder().rpartition(":")[0]
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    enrol(letters, entry(1), entry(2), entry(3))
    for name, who in (("letter1", f"{host}:{child}"), ("letter2", holder()), ("letter3", "elsewhere:1")):
        letters.note(name, holder=who, leased_until=NOW.timestamp() + LEASE)
    letters.release_dead()
    assert [each.holder for each in sorted(letters.list_all(), key=lambda each: each.id)] == [
        None,
        holder(),
        "elsewhere:1",
    ]
    assert is_alive(f"{host}:1")


def test_a_letter_is_given_up_after_many_stops(letters: Letters) -> None:
    enrol(letters, entry(1))
    for _ in range(LIMIT):
        assert letters.claim("letter1", UNFINISHED, NOW.timestamp())
    letters.note("letter1", holder=None)
    letters.give_up()
    assert [each.state for each in letters.list_all()] == ["aside"]
    assert letters.list_unfinished() == []


def test_the_file_is_its_owner_s_and_names_nobody(office: Office) -> None:
    text = "我是示例公司的张三，身份证21010219800101123X，电话13800138000、024-23456789，邮箱z@qq.com，评审费多少？"
    office.deliver(letter(text, sender="张三 <zhangsan@example.cn>", subject="张三 13800138000 咨询网上申报"))
    office.pull()
    for name in ("letters.sqlite", "letters.key"):
        assert stat.S_IMODE((office.folder / name).stat().st_mode) & 0o077 == 0
    octets = b"".join(path.read_bytes() for path in office.folder.glob("letters.sqlite*"))
    for personal in ("zhangsan", "21010219800101123X", "13800138000", "23456789", "z@qq.com", "张三", "示例公司"):
        assert personal.encode() not in octets
    with Letters(office.folder / "letters.sqlite") as letters:
        [entry] = letters.list_all()
    assert entry.subject == "咨询 网上申报"
    assert "评审费多少" in (entry.points or "")


def test_no_form_of_a_number_or_an_address_is_in_any_file(office: Office) -> None:
    """Whatever stands in the letters, their subjects and who sent them; the secret is the office's own."""
    for line in planted_lines(30):
        office.deliver(letter(line, sender=f"张伟 <{ADDRESS}>", subject=" ".join(line.split())[:200]))
    office.pull()
    assert "评审费" in str([path.read_bytes().decode("utf-8", "replace") for path in office.folder.glob("letters*")])
    planted = [*FORMS, PHONE, IDENTITY, ADDRESS, ADDRESS.partition("@")[0], "张伟"]
    assert found_in(office.folder, planted, besides=["secret"]) == []
    copies = office.folder / "copies"
    copies.mkdir()
    with opened_storage(settings()), pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHICHENG_MAILBOX_LETTERS", str(office.folder / "letters.sqlite"))
        CliRunner().invoke(zhicheng, ["backup", str(copies), "--with-keys"], catch_exceptions=False)
    assert [path.name for path in copies.glob("letters-*")] != []
    assert found_in(office.folder, planted, besides=["secret"]) == []


def test_words_are_forgotten_after_half_a_year(letters: Letters) -> None:
    enrol(letters, entry(1, subject="old", points="[]", asked=2), entry(200 * 24, subject="new", points="[]"))
    letters.forget(date(2026, 11, 20) + timedelta(200))
    assert [(each.subject, each.points, each.sender) for each in letters.list_all()] == [
        ("", None, ""),
        ("new", "[]", "s"),
    ]
    assert [each.asked for each in letters.list_all() if each.id == "letter1"] == [2]


def test_what_is_written_at_once_is_written_or_not(letters: Letters) -> None:
    enrol(letters, entry(1))
    with pytest.raises(ZeroDivisionError):
        close_and_break(letters)
    assert [each.state for each in letters.list_all()] == ["new"]


def close_and_break(letters: Letters) -> None:
    """Something goes wrong between two things that belong together."""
    with letters.at_once():
        letters.note("letter1", state="closed")
        raise ZeroDivisionError


def test_status_shows_the_most_urgent_first(letters: Letters) -> None:
    enrol(
        letters,
        entry(1, state="drafted", deadline="2026-11-19", subject="late", asked=2, answered=1),
        entry(2, state="new", deadline="2026-11-18", subject="later"),
        entry(3, state="failed", subject="unknown"),
        entry(4, state="closed", deadline="2026-11-10"),
    )
    standing = Backlog(letters, date(2026, 11, 19))
    shown = json.loads(json.dumps(standing.as_json()))
    assert [row["subject"] for row in shown["letters"]] == ["later", "late", "unknown"]
    assert [row["late"] for row in shown["letters"]] == [True, False, False]
    assert (shown["late"], shown["counts"]["drafted"], shown["counts"]["closed"]) == (1, 1, 1)


def test_status_and_report_say_what_is_there(office: Office, tmp_path: Path) -> None:
    office.deliver(letter(sender="a@example.cn"), letter("评审费是多少？", sender="b@example.cn"))
    office.pull()
    assert "drafted 2" in office.run("status").stdout
    assert json.loads(office.run("status", "--json").stdout)["counts"]["drafted"] == 2
    said = office.run("report").stdout
    assert "评审费是多少" in said
    assert "ln-gxt-2024" in said
    for name in ("report.svg", "report.csv"):
        assert office.run("report", "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).stat().st_size > 100
    assert "cannot be written" in office.run("report", "-o", str(tmp_path / "none" / "report.csv")).stderr
    for wrong in (["-o", "report.png"], ["--since", "2026-02-01", "--until", "2026-01-01"]):
        assert office.run("report", *wrong).returncode == 2


def sample(letters: Letters) -> None:
    """Letters of two weeks."""
    points = json.dumps([{"asked": "评审费 多少？", "status": "no_answer"}])
    enrol(
        letters,
        entry(1, state="closed", asked=2, answered=2, deadline="2026-11-27", replied_at="2026-11-20T13:00:00+00:00"),
        entry(2, state="drafted", asked=1, answered=0, points=points, passages='[["n", "四、时间", 1, 2]]'),
        entry(3, state="skipped", kind="automatic"),
        entry(24 * 7, state="closed", asked=1, answered=0, points=points.replace(" ", ""), deadline="2026-11-20",
              passages='[["n", "四、时间", 5, 9]]', replied_at="2026-12-20T00:00:00+00:00"),
    )  # fmt: skip


def test_the_report_counts(letters: Letters) -> None:
    sample(letters)
    report = report_of(letters, date(2026, 11, 20), date(2026, 11, 30))
    total = report.total
    assert (total.letters, total.skipped, total.asked, total.answered) == (3, 1, 4, 2)
    assert (total.replied, total.in_time) == (2, 1)
    assert report.weeks[0].hours == 4.0
    assert [week.letters for week in report.weeks] == [2, 1, 0]
    assert report.hot() == [("n 四、时间", 2)]
    assert report.unanswered_questions() == [("评审费 多少？", 2)]
    assert report_of(letters, date(2026, 11, 21), date(2026, 11, 30)).total.letters == 1


def test_the_csv_holds_a_row_a_week(letters: Letters) -> None:
    sample(letters)
    rows = list(csv.reader(io.StringIO(report_of(letters, date(2026, 11, 20), date(2026, 11, 30)).csv())))
    assert [row[0] for row in rows[1:]] == ["2026-11-16", "2026-11-23", "2026-11-30"]
    assert [row[1] for row in rows[1:]] == ["2", "1", "0"]


def test_the_picture_runs_nothing_and_needs_nothing_from_elsewhere(letters: Letters) -> None:
    sample(letters)
    octets = svg_of(report_of(letters, date(2026, 11, 20), date(2026, 11, 30)))
    picture = etree.fromstring(octets)
    names = {etree.QName(each).localname for each in picture.iter() if isinstance(each.tag, str)}
    assert not names & {"script", "foreignObject", "image", "iframe"}
    links = [value for each in picture.iter() for name, value in each.attrib.items() if name.endswith(("href", "src"))]
    assert all(link.startswith("#") for link in links)
    assert b"@import" not in octets
    assert b"url(" not in octets.replace(b"url(#", b"")
    assert b"2026-11-16" in octets


@given(st.lists(st.sampled_from(("claim", "wait", "finish")), max_size=40))
def test_a_letter_never_has_two_holders(steps: list[str]) -> None:
    """Two processes that take turns: whoever has the lease is the only one that works."""
    with (
        pytest.MonkeyPatch.context() as patch,
        TemporaryDirectory() as folder,
        Letters(Path(folder) / "letters.sqlite") as letters,
    ):
        enrol(letters, entry(1))
        has: set[str] = set()
        for number, step in enumerate(steps):
            name = f"elsewhere:{number % 2}"
            patch.setattr("bot.mailbox.register.letters.holder", lambda name=name: name)
            if step == "claim" and letters.claim("letter1", UNFINISHED, NOW.timestamp()):
                has.add(name)
            elif step == "finish" and name in has:
                letters.release("letter1")
                has.remove(name)
            assert len(has) <= 1


@pytest.mark.parametrize("seed", range(FILES // 2))
def test_a_damaged_table_is_said_in_one_line_and_left_as_it_is(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "letters.sqlite"
    with Letters(path) as letters:
        enrol(letters, *map(entry, range(60)))
    octets = damaged(path.read_bytes(), seed)
    path.write_bytes(octets)
    try:
        with Letters(path) as letters:
            letters.examine()
            letters.claim("letter1", UNFINISHED, NOW.timestamp())
            letters.release("letter1", "drafted")
            letters.give_up()
            letters.forget(date(2027, 11, 20))
    except LettersError as error:
        told = str(error)
        assert (told.startswith(str(path)), "\n" in told) == (True, False)  # most seeds are no trouble
    assert list(tmp_path.glob("*damaged*")) == []


def lose_letters(path: Path) -> None:
    """Work on a table from which the letters go meanwhile."""
    with Letters(path) as letters:
        letters.connection.execute("DROP TABLE letter")
        letters.list_all()


def test_what_breaks_while_letters_are_worked_on_ends_the_work_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(LettersError, match="no such table: letter"):
        lose_letters(tmp_path / "letters.sqlite")


def test_a_clock_that_was_ahead_at_the_first_run_loses_no_letter(letters: Letters) -> None:
    ahead = letters.acquaint("INBOX", 1, date(2026, 12, 1))
    assert letters.acquaint("INBOX", 1, date(2026, 10, 17)).since < ahead.since
