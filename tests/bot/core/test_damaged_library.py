"""Whatever happens to the bytes of the library: the answer of the sound one, or a word that it was built anew."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.commands.talk import replies
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.text.notices import ranking_lines
from eligibility.rulebook.loading import load_rulebook
from knowledge.plain import plain
from knowledge.source import Source
from knowledge.store import building, writing
from knowledge.store.building import open_library
from knowledge.store.library import Library
from knowledge.store.report import BuildReport
from tests.damage import FILES, damaged
from tests.knowledge import builder

DAY = date(2024, 7, 10)
QUESTIONS = ("市场监管局报卷地点在哪个房间", "省工信厅工程系列网上申报几号截止", "评审费多少钱")
TURNS = ["抚顺水利几号交材料", "那经济系列呢", "/notices"]


class Read(NamedTuple):
    """All that a library was asked for, and every quote that was shown for it."""

    answers: tuple[object, ...]
    quotes: frozenset[tuple[str, str]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A whole library but for jieba's dictionary, of which only the first words are there; building one copies it."""
    path = tmp_path_factory.mktemp("sound") / "library.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "dictionary_rows", builder.few_words)
        open_library(path)[0].connection.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")

    def copied(path_of_copy: Path | str, *_given: object) -> tuple[Library, BuildReport]:
        shutil.copy(path, path_of_copy)
        return Library(sqlite3.connect(path_of_copy)), BuildReport(created=1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "build", copied)
        yield path


def read(desk: LiveLibrary) -> Read:
    """What the doors ask a library for."""
    answers = [desk.answer(question, DAY) for question in QUESTIONS]
    talk = list(replies(Assistant(desk, load_rulebook), TURNS, DAY))
    listed = desk.attempt(lambda: [(each.id, each.title) for each in desk.library.notices.values()])
    ranked = desk.attempt(lambda: ranking_lines(desk.answerer, QUESTIONS[0], DAY, 5))
    headings = [entry.passage.path for entry in desk.passages_of("ln-scjg-2024")]
    quotes = frozenset((each.notice.id, each.quote) for answer in answers for each in answer.citations)
    return Read((answers, talk, listed, ranked, headings), quotes)


@pytest.fixture(scope="module")
def whole(sound: Path) -> Read:
    """What the sound library says."""
    said = list[str]()
    with LiveLibrary(sound, said.append) as desk:
        found = read(desk)
    assert said == []
    return found


def judge(found: Read, said: list[str], whole: Read, sources: dict[str, Source]) -> None:
    """See that nothing else is said than by the sound library, that quotes are quotes, and that damage was named."""
    assert [quote for notice, quote in found.quotes if plain(quote) not in plain(sources[notice].text)] == []
    assert found == whole, said
    assert all("\n" not in line for line in said)


@pytest.mark.parametrize("seed", range(FILES))
def test_a_library_that_was_damaged_before_it_is_opened(
    seed: int, sound: Path, whole: Read, sources: dict[str, Source], tmp_path: Path
) -> None:
    path, said = tmp_path / "library.sqlite", list[str]()
    path.write_bytes(damaged(sound.read_bytes(), seed))
    with LiveLibrary(path, said.append) as desk:
        judge(read(desk), said, whole, sources)


@pytest.mark.parametrize("seed", range(FILES // 3))
def test_a_library_that_is_damaged_while_it_is_read(
    seed: int, sound: Path, whole: Read, sources: dict[str, Source], tmp_path: Path
) -> None:
    path, said = Path(shutil.copy(sound, tmp_path)), list[str]()
    with LiveLibrary(path, said.append) as desk:
        path.write_bytes(damaged(sound.read_bytes(), seed))
        judge(read(desk), said, whole, sources)


def test_a_number_changed_in_the_file_is_never_shown(
    sound: Path, whole: Read, sources: dict[str, Source], tmp_path: Path
) -> None:
    path, said = tmp_path / "library.sqlite", list[str]()
    octets = sound.read_bytes()
    assert "1009房间".encode() in octets
    path.write_bytes(octets.replace("1009房间".encode(), "9009房间".encode()))
    with LiveLibrary(path, said.append) as desk:
        judge(read(desk), said, whole, sources)
    assert said[0].startswith("资料库文件已损坏，已重新建立")
    assert path.with_name("library.sqlite.damaged").is_file()


def test_what_is_remembered_goes_with_the_library_that_it_was_read_from(sound: Path) -> None:
    """Of a text that is said again nothing is found anew, until another library answers."""
    with LiveLibrary(sound, print) as desk:
        read_texts: list[str] = []
        read = desk.remembering(read_texts.append)
        read("公示几天")
        read("公示几天")
        assert read_texts == ["公示几天"]
        before = desk.library
        desk.open()
        before.close()
        read("公示几天")
        assert read_texts == ["公示几天", "公示几天"]
