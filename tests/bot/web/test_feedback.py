"""What is kept of somebody on the web: nothing, but for an answer that they said something of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.assistant import Assistant
from bot.delivery.limits import RateLimits
from bot.storage.storage import Storage
from bot.web.app import application
from bot.web.door import WebDoor
from bot.web.state import States
from tests.bot.web.visitor import DAY, Visitor


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """An empty storage."""
    with Storage(tmp_path / "storage.sqlite", b"key of the storage") as storage:
        yield storage


@pytest.fixture
def visitor(assistant: Assistant, storage: Storage) -> Visitor:
    """Somebody whose feedback can be kept."""
    door = WebDoor(assistant, States(b"key"), storage, lambda: DAY)
    return Visitor(application(door, RateLimits(100, lambda: 0.0)))


def test_a_question_alone_is_not_kept(visitor: Visitor, storage: Storage) -> None:
    visitor.go("/?q=公示要几天")
    visitor.type("那经济系列呢")
    visitor.go("/?q=/useful 1")
    assert storage.answers == 0


def test_what_was_useful_is_kept_as_nobodys_in_particular(visitor: Visitor, storage: Storage) -> None:
    visitor.go("/?q=公示要几天，我的手机 13800138000")
    assert "谢谢" in visitor.press("有用")
    assert storage.answers == 1
    [[question, useful]] = storage.rows("SELECT question, useful FROM answer")
    assert (useful, "13800138000" in str(question)) == (1, False)


def test_what_was_not_useful_is_kept_once_with_its_reason(visitor: Visitor, storage: Storage) -> None:
    visitor.go("/?q=公示要几天")
    visitor.press("没用")
    assert storage.answers == 0
    visitor.press("没有答全")
    assert [entry.why for entry in storage.queue()] == [("not_useful",)]
