from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import TemplateError
from bot.mailbox.drafting import stationery
from bot.mailbox.drafting.kept_templates import KeptTemplates
from bot.mailbox.drafting.stationery import Stationery

TEXT = "尊敬的{{ salutation }}：\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a template of an office's own."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "made.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where templates are kept once they were compiled."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(stationery, "KeptTemplates", lambda: KeptTemplates(folder))
    return folder


def rendered(own: Path) -> str:
    """The template filled in, as a new process does it."""
    return Stationery(own).render("made", salutation="李老师")


def test_a_template_is_compiled_once(own: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(own) == "尊敬的李老师：\n"
    monkeypatch.setattr("jinja2.Environment.compile", None)
    assert rendered(own) == "尊敬的李老师：\n"


def test_a_template_that_changed_is_compiled_anew(own: Path, kept: Path) -> None:
    rendered(own)
    (own / "made.txt").write_text(TEXT.replace("尊敬的", ""), encoding="utf-8")
    assert rendered(own) == "李老师：\n"


@pytest.mark.parametrize(
    "damage", [lambda octets: octets[:-9], lambda octets: octets[:80] + b"QUFB" + octets[84:], lambda octets: b"[]"]
)
def test_a_kept_template_that_is_damaged_is_compiled_anew(
    own: Path, kept: Path, damage: Callable[[bytes], bytes]
) -> None:
    rendered(own)
    (copy,) = kept.iterdir()
    octets = copy.read_bytes()
    copy.write_bytes(damage(octets))
    assert rendered(own) == "尊敬的李老师：\n"
    assert copy.read_bytes() == octets


def test_a_template_that_is_broken_is_refused_each_time(own: Path, kept: Path) -> None:
    (own / "made.txt").write_text("{% if %}", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(TemplateError, match=r"made\.txt: line 1"):
            rendered(own)
