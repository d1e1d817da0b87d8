"""Notices made for a test, in memory or as a folder."""

import hashlib
import json
from pathlib import Path

from knowledge.notice import Notice, Scope
from knowledge.source import Source

TITLE = "关于评审工作的通知"
TEXT = f"{TITLE}\n某某厅\n一、时间\n报卷时间：8月1日至2日。\n附件：1.样表\n"
NOWHERE = Scope(place=None, series=(), levels=(), specialties={}, called=(), round=False)


def notice(**changed: object) -> Notice:
    """An adopted notice of 2024 without windows, but for what is given."""
    fields: dict[str, object] = {
        "id": "made",
        "title": TITLE,
        "name": "样例",
        "issuer": None,
        "document_number": None,
        "issued_on": None,
        "year": 2024,
        "status": "adopted",
        "sha256": "",
        "rests_on": None,
        "scope": NOWHERE,
        "windows": (),
        "places": (),
        "contacts": (),
        "ranges": (),
        "errata": (),
    }
    return Notice(**(fields | changed))  # type: ignore[arg-type]  # the test gives what it needs


def source(text: str, **changed: object) -> Source:
    """A text as the source of a made notice."""
    return Source(notice(**changed), text)


def window(opens: str, closes: str, quote: str = "8月1日至2日") -> dict[str, str]:
    """A window as notice.yaml has it."""
    return {"what": "报卷", "opens": opens, "closes": closes, "quote": quote}


def write_notice(folder: Path, octets: bytes = TEXT.encode(), notice_id: str = "made", **changed: object) -> Path:
    """Write the folder of a notice and return its notice.yaml (JSON is YAML)."""
    path = folder / notice_id / "notice.yaml"
    path.parent.mkdir(parents=True)
    path.with_name("source.txt").write_bytes(octets)
    record = {
        "title": TITLE,
        "name": "样例",
        "issuer": "某某厅",
        "document_number": None,
        "issued_on": None,
        "year": 2024,
        "status": "adopted",
        "sha256": hashlib.sha256(octets).hexdigest(),
        "rests_on": None,
        "scope": {"place": None, "series": [], "levels": [], "specialties": {}, "called": [], "round": False},
        "windows": [],
        "places": [],
        "contacts": [],
        "ranges": [],
        "errata": [],
    }
    path.write_text(json.dumps(record | changed, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
