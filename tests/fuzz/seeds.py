"""What fuzzing begins with: cases of every kind, and the field's own words, to be repeated often."""

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from knowledge.records import read_any
from tests.knowledge.test_reading_documents import ITEM, NUMBERING

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
SAVED = CASES / "fuzz"  # a folder for each target: what once failed, and is to be tried for ever
WORD_FILES = (
    "bot/*/*.yaml",
    "bot/mailbox/*/*.yaml",
    "knowledge/lexicon/[fks]*.yaml",
    "eligibility/rules/facts.yaml",
    "eligibility/interview/*.yaml",
)
DOCUMENTS = (
    "<html><body><p>报卷地点</p><table><tr><td>一</td></tr></table><ol><li>交材料</li></ol></body></html>",
    ITEM.format("评定表") * 3,
    NUMBERING,
    "一、申报范围\n（一）工程系列\n1．材料",
)
LITERAL = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z_]+|\d+")
SIGNS = (
    *" \t\n\r,.;:?!<>()[]{}&|*+-_=/\\\"'@#%~",
    *"，。；：？！（）【】《》、·…—～“”　",
    *("<style>", "</div>", "<!--", "<b", "&#x", "a.a.", "=?utf-8?B?", "=?gb2312?Q?", "From: ", "> ", "--", "\r\n\r\n"),
    *(
        '{"',
        '":',
        "[[",
        "1e9",
        "-1",
        "2024-07-01",
        "\u0301",
        "\u200b",
        "\ufeff",
        "🙂",
        "７",
        "十",
        "/check",
        "/answer ",
        "13841312349",
        "21010219800101123X",
        ":0",
    ),
)
TIMES = (20, 60)  # how often a word is repeated


@cache
def words() -> tuple[str, ...]:
    """The literals of every pattern and word list, and signs that mean something to some reader."""
    paths = [path for pattern in WORD_FILES for path in sorted(ROOT.glob(pattern))]
    found = (word for path in paths for text in texts_of(read_any(path)) for word in LITERAL.findall(text))
    return tuple(dict.fromkeys([*SIGNS, *found]))


def texts_of(data: object) -> Iterator[str]:
    """Every text of a record."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from texts_of(value)
    elif isinstance(data, list):
        for each in data:
            yield from texts_of(each)
    elif isinstance(data, str):
        yield data


def repeated(octets: bytes, word: bytes, chance: random.Random) -> bytes:
    """The octets with a word, or a piece of them, put in somewhere many times over."""
    at = chance.randint(0, len(octets))
    piece = word if chance.random() < 0.7 else octets[at : at + chance.randint(1, 30)]
    return octets[:at] + piece * chance.randint(*TIMES) + octets[at:]


def seeds(target: str) -> Iterator[bytes]:
    """What the cases hold of a kind, and what was saved."""
    for path in sorted((SAVED / target).glob("*")):
        yield path.read_bytes()
    if target == "chat":
        for name in ("questions", "more-questions"):
            yield from (str(row["question"]).encode() for row in rows(name))
        yield from ("\n".join(row["turns"]).encode() for row in rows("followups"))
        yield "资格自测\n工程系列\n1\n2\n/unsure\n/back\n2018年11月\n/steps".encode()
    elif target == "letters":
        yield from (path.read_bytes() for path in sorted(CASES.glob("*mails/*.eml")))
    elif target == "facts":
        yield from (json.dumps(row["facts"], ensure_ascii=False).encode() for row in rows("checks"))
    else:
        yield from (kind + body.encode() for kind in (b"h", b"t", b"d", b"n", b"r") for body in DOCUMENTS)


def rows(name: str) -> Iterator[dict[str, object]]:
    """The cases of a file."""
    with (CASES / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
