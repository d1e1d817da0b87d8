"""Twins of the project's notices, made by tests: the same notice a year later or earlier, or of another city."""

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from knowledge.notice import NOTICES

CHANGEABLE = ("source.txt", "notice.yaml", "topics.yaml")


def twin(folder: Path, notice_id: str, twin_id: str, words: Mapping[str, str]) -> Path:
    """A copy of a notice of the project in a folder, under another id, with other words in all its files."""
    path = folder / twin_id
    path.mkdir(parents=True)
    old = hashlib.sha256((NOTICES / notice_id / "source.txt").read_bytes()).hexdigest()
    texts = {name: (NOTICES / notice_id / name).read_text(encoding="utf-8") for name in CHANGEABLE}
    texts = {name: changed(text, words) for name, text in texts.items()}
    new = hashlib.sha256(texts["source.txt"].encode()).hexdigest()
    for name, text in texts.items():
        (path / name).write_text(text.replace(old, new), encoding="utf-8")
    return path


def changed(text: str, words: Mapping[str, str]) -> str:
    """A text with other words, each said once; a digest stays as it is."""
    pattern = re.compile("sha256:.*|" + "|".join(map(re.escape, words)))
    return pattern.sub(lambda found: words.get(found.group(), found.group()), text)


def of_year(folder: Path, notice_id: str, year: int) -> Path:
    """The twin of another year: every mention of its own year is moved."""
    stem, own = notice_id.rsplit("-", 1)
    return twin(folder, notice_id, f"{stem}-{year}", {own: str(year)})


def copy_notices(folder: Path) -> Path:
    """The project's notices in a folder of their own."""
    shutil.copytree(NOTICES, folder)
    return folder
