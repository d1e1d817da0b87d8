import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.errors import SourceError
from knowledge.notice import NOTICES, Notice, Window
from knowledge.plain_data import as_data, revive
from knowledge.source import Source, load_source, load_sources
from tests.knowledge.synthetic import TEXT, TITLE, notice, window, write_notice

IDS = ["city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024", "ln-rst-2024", "ln-scjg-2024"]
DAY = timedelta(days=1)


def test_every_notice_of_the_project_loads(sources: dict[str, Source]) -> None:
    assert list(sources) == sorted({*IDS, *(path.name for path in NOTICES.iterdir())})


@pytest.mark.parametrize("notice_id", IDS)
def test_whatever_a_notice_is_said_to_print_stands_in_its_source(sources: dict[str, Source], notice_id: str) -> None:
    source = sources[notice_id]
    for key, quote in source.notice.quotes():
        spans = source.find(quote)
        assert spans, key
        assert {source.plain.within(span) for span in spans} == {source.plain.of(quote).text}


@pytest.mark.parametrize(
    ("notice_id", "printed", "reading"),
    [
        ("ln-gxt-2024", "Ingxtrsc@163.com", "lngxtrsc@163.com"),
        ("ln-gxt-2024", "http:/gxt.In.gov.cn", "http://gxt.ln.gov.cn"),
        ("ln-gxt-2024", "社会科学奖励目录", "社会科技奖励目录"),
        ("fushun-rsj-2025", "社会科学奖励目录", "社会科技奖励目录"),
    ],
)
def test_a_misprint_is_known_and_its_source_stays_as_printed(
    sources: dict[str, Source], notice_id: str, printed: str, reading: str
) -> None:
    source = sources[notice_id]
    assert (printed, reading) in {(erratum.printed, erratum.reading) for erratum in source.notice.errata}
    assert source.find(printed)
    assert not source.find(reading)


@pytest.mark.parametrize(
    ("notice_id", "last"),
    [("ln-gxt-2024", date(2024, 8, 30)), ("fushun-rsj-2025", date(2025, 11, 18)), ("ln-rst-2024", date(2024, 12, 31))],
)
def test_a_notice_is_in_force_through_its_last_day(sources: dict[str, Source], notice_id: str, last: date) -> None:
    found = sources[notice_id].notice
    assert [found.validity(day) for day in (last - DAY, last, last + DAY)] == ["in_force", "in_force", "expired"]


@pytest.mark.parametrize("today", [date.min, date(2024, 6, 1), date(2025, 1, 1), date.max])
def test_a_draft_is_a_draft_on_every_day(sources: dict[str, Source], today: date) -> None:
    assert sources["city-draft-2024"].notice.validity(today) == "draft"


def test_a_window_is_open_on_its_first_and_on_its_last_day() -> None:
    first, last = date(2024, 8, 1), date(2024, 8, 2)
    days = (first - DAY, first, last, last + DAY)
    found = Window(what="报卷", quote="", opens=first, closes=last)
    assert [found.state(day) for day in days] == ["upcoming", "open", "open", "closed"]


def test_a_notice_without_a_date_exists_from_new_year() -> None:
    assert notice(year=2025).exists_from == date(2025, 1, 1)
    assert notice(issued_on=date(2024, 6, 19)).exists_from == date(2024, 6, 19)


@pytest.mark.parametrize("notice_id", IDS)
def test_a_notice_comes_back_from_its_record(sources: dict[str, Source], notice_id: str) -> None:
    found = sources[notice_id].notice
    assert revive(Notice, json.loads(json.dumps(as_data(found)))) == found


def test_a_made_notice_loads(tmp_path: Path) -> None:
    write_notice(tmp_path, windows=[window("2024-08-01", "2024-08-02")])
    (source,) = load_sources(tmp_path)
    assert (source.text, source.notice.id) == (TEXT, "made")


def refusal(folder: Path) -> str:
    """What is said when the made notice of a folder is loaded."""
    with pytest.raises(SourceError) as refused:
        load_source("made", folder)
    return str(refused.value)


def test_a_changed_source_is_refused(tmp_path: Path) -> None:
    text = write_notice(tmp_path).with_name("source.txt")
    text.write_text(TEXT + "。", encoding="utf-8")
    assert refusal(tmp_path).startswith(f"{text}: its SHA-256 is ")


def test_a_folder_without_notices_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no notices here") as refused:
        load_sources(tmp_path)
    assert str(tmp_path) in str(refused.value)


BROKEN = {
    "no source": ("source.txt", None),
    "not UTF-8": ("source.txt", b"\xff\xfe"),
    "another source": ("source.txt", "另一篇".encode()),
    "no particulars": ("notice.yaml", None),
    "no YAML": ("notice.yaml", b"title: [\n"),
    "a list": ("notice.yaml", b"- title\n"),
    "a key missing": ("notice.yaml", b"title: x\n"),
    "no such day": ("notice.yaml", b"issued_on: 2024-13-45\n"),
    "too deep": ("notice.yaml", b"[" * 1_000),
}


@pytest.mark.parametrize(("name", "octets"), BROKEN.values(), ids=BROKEN)
def test_a_broken_notice_is_left_out_where_that_is_allowed(tmp_path: Path, name: str, octets: bytes | None) -> None:
    write_notice(tmp_path)
    path = tmp_path / "broken" / name
    shutil.copytree(tmp_path / "made", path.parent)
    path.unlink(missing_ok=True) if octets is None else path.write_bytes(octets)
    with pytest.raises(SourceError, match="broken"):
        load_sources(tmp_path)
    heard: list[SourceError] = []
    assert [source.notice.id for source in load_sources(tmp_path, heard.append)] == ["made"]
    [line] = map(str, heard)
    assert (line.startswith(str(path)), "\n" in line) == (True, False)


def test_where_every_notice_is_broken_none_is_left_to_answer(tmp_path: Path) -> None:
    write_notice(tmp_path).write_text("- a\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"no notices here \(made cannot be read\)"):
        load_sources(tmp_path, lambda error: None)


@pytest.mark.parametrize("name", ["source.txt", "notice.yaml"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    path = write_notice(tmp_path).with_name(name)
    path.unlink()
    assert refusal(tmp_path) == f"{path}: No such file or directory"


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"colour": "red"}, "colour: "),
        ({"year": "next"}, "year: "),
        ({"status": "valid"}, "status: "),
        ({"issued_on": "2024-02-30"}, "issued_on: "),
        ({"windows": [window("2024-08-02", "2024-08-01")]}, "windows.0: "),
        ({"windows": [window("2024-08-01", "2024-08-02", "9月1日")]}, "windows.0.quote: "),
        ({"windows": [{**window("2024-08-01", "2024-08-02"), "until": "noon"}]}, "windows.0.until: "),
        ({"title": "另一个通知"}, "title: "),
        ({"issuer": "另一个厅"}, "issuer: "),
        ({"contacts": [{"what": "电话", "quote": "12345"}]}, "contacts.0.quote: "),
        ({"errata": [{"printed": "样本", "reading": None, "why": ""}]}, "errata.0.printed: "),
    ],
)
def test_a_fault_is_told_with_its_file_and_key(tmp_path: Path, changed: dict[str, object], place: str) -> None:
    path = write_notice(tmp_path, **changed)
    said = refusal(tmp_path)
    assert said.startswith(f"{path}: {place}")
    assert "\n" not in said


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    path = write_notice(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('"status": "adopted",', ""), encoding="utf-8")
    assert refusal(tmp_path).startswith(f"{path}: status: ")


def test_a_key_given_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write_notice(tmp_path)
    path.write_text(f"title: {TITLE}\nyear: 2024\ntitle: 又一个\n", encoding="utf-8")
    said = refusal(tmp_path)
    assert said.startswith(f"{path}: ")
    assert "duplicate key" in said
    assert "line 3" in said


@pytest.mark.parametrize("text", ["- 1\n- 2\n", "", "title: [\n", "title: !!python/object:os.system ls\n"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = write_notice(tmp_path)
    path.write_text(text, encoding="utf-8")
    assert refusal(tmp_path).startswith(f"{path}: ")
