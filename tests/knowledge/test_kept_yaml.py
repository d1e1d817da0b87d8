import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import records
from knowledge.errors import SourceError
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept, read_kept_record


class Made(FileRecord):
    """What the made file holds."""

    words: tuple[str, ...]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A made file."""
    path = tmp_path / "made.yaml"
    path.write_text("words: [甲, 乙]\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where copies are kept."""
    return tmp_path / "copies"


def record(file: Path, folder: Path) -> tuple[str, ...]:
    """The words of a file, read as a record."""
    return read_kept_record(Made, file, folder).words


def plain(file: Path, folder: Path) -> tuple[str, ...]:
    """The words of a file, read as it is."""
    data = read_kept(file, folder)
    assert isinstance(data, dict)
    return tuple(data["words"])


READERS = pytest.mark.parametrize("read", [record, plain])
Reader = Callable[[Path, Path], tuple[str, ...]]


@READERS
def test_a_file_is_read_once_and_then_from_its_copy(
    file: Path, folder: Path, read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(file, folder) == ("甲", "乙")
    monkeypatch.delattr(records, "read_any")
    assert read(file, folder) == ("甲", "乙")


@READERS
def test_a_file_that_changed_is_read_anew(file: Path, folder: Path, read: Reader) -> None:
    read(file, folder)
    file.write_text("words: [丙]\n", encoding="utf-8")
    assert read(file, folder) == ("丙",)


@READERS
@pytest.mark.parametrize(
    "damage",
    [
        lambda octets: b"",
        lambda octets: octets[:-5],
        lambda octets: octets.replace("甲".encode(), "丁".encode()),
        lambda octets: octets.partition(b"\n")[2],
        lambda octets: b"\xff" * len(octets),
        lambda octets: json.dumps({"words": 3}).encode(),
    ],
)
def test_a_copy_that_is_damaged_is_not_used_and_made_anew(
    file: Path, folder: Path, read: Reader, damage: Callable[[bytes], bytes]
) -> None:
    read(file, folder)
    (copy,) = folder.iterdir()
    octets = copy.read_bytes()
    copy.write_bytes(damage(octets))
    assert read(file, folder) == ("甲", "乙")
    assert copy.read_bytes() == octets


@READERS
def test_a_folder_that_cannot_be_written_is_done_without(file: Path, folder: Path, read: Reader) -> None:
    folder.write_text("a file", encoding="utf-8")
    assert read(file, folder) == ("甲", "乙")


def test_what_is_not_of_its_form_is_refused_each_time(file: Path, folder: Path) -> None:
    file.write_text("word: [甲]\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(SourceError, match=r"made\.yaml: words: Field required"):
            read_kept_record(Made, file, folder)


def test_a_form_that_changed_has_the_file_checked_anew(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(file, folder)
    monkeypatch.setattr("knowledge.kept_yaml.stamp_of_code", lambda folder: "other code")
    record(file, folder)
    assert len(list(folder.iterdir())) == 2


def test_a_copy_that_is_old_goes_when_another_is_kept(file: Path, folder: Path) -> None:
    record(file, folder)
    (old,) = folder.iterdir()
    os.utime(old, (0, 0))
    assert record(file, folder) == ("甲", "乙")
    assert [*folder.iterdir()] == [old]
    plain(file, folder)
    assert old not in folder.iterdir()
