"""The worst that a stranger can send, to the real bot in a process of its own: the next person is answered in time."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.bounds import BEGINNINGS, LATEST, WORKING
from bot.settings.load import settings
from bot.storage.key import opened_storage
from bot.storage.set_aside import SetAside
from tests.bot.conftest import Run
from tests.bot.telegram.server import TOKEN, BotApi
from tests.bot.telegram.slow import BACKTRACKS, DIES, HOLDS, PROGRAM, RAISES, SLEEPS

if TYPE_CHECKING:
    from tests.bot.telegram.rooms import Json

WATER = "抚顺水利几号交材料"
TOLD = "已经搁置"
ROOT = Path(__file__).parents[3]
LONGEST = 4096  # characters of a Telegram message


class Bot:
    """The bot as a process; it can be frozen, killed and started again, and shows life as to systemd."""

    def __init__(self, api: BotApi, log: Path, wire: socket.socket) -> None:
        self.log, self.wire = log, wire
        before = api.poller
        with log.open("a", encoding="utf-8") as errors:
            command = [sys.executable, "-W", "ignore", "-m", PROGRAM]
            self.process = subprocess.Popen(command, cwd=ROOT, stderr=errors)
        api.wait(lambda: api.poller > before or self.died(), 60)

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End it; how it ended."""
        self.process.send_signal(by)
        return self.process.wait(60)

    @property
    def errors(self) -> str:
        """What it and those before it wrote into the log."""
        return self.log.read_text(encoding="utf-8")

    def died(self) -> bool:
        """Whether it ended by itself."""
        return self.process.poll() is not None

    def worked(self) -> float:
        """Seconds of the processor that it has used, which do not grow while others use it (clock_getcpuclockid)."""
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def is_silent(self, seconds: float) -> bool:
        """Whether it shows no life for so long, as systemd's watchdog would see it."""
        self.wire.settimeout(seconds)
        try:
            while True:
                self.wire.recv(100)
        except TimeoutError:
            return True


@pytest.fixture
def start(
    api: BotApi, library_file: Path, storage_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Bot]]:
    """Starts the bot, which is ended with the test."""
    (tmp_path / "token").write_text(TOKEN, encoding="ascii")
    for name, value in {
        "ZHICHENG_LIBRARY": library_file,
        "ZHICHENG_STORAGE": storage_file,
        "ZHICHENG_TELEGRAM_TOKEN_FILE": tmp_path / "token",
        "ZHICHENG_TELEGRAM_BASE_URL": api.url,
        "ZHICHENG_TELEGRAM_POLL_TIMEOUT": 1,
        "ZHICHENG_TELEGRAM_TURNS_A_MINUTE": 1000,
        "NOTIFY_SOCKET": tmp_path / "notify",
    }.items():
        monkeypatch.setenv(name, str(value))
    started: list[Bot] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        wire.bind(str(tmp_path / "notify"))

        def start() -> Bot:
            started.append(Bot(api, tmp_path / "log", wire))
            return started[-1]

        yield start
        for bot in started:
            if not bot.died():
                bot.end(signal.SIGKILL)


def texts(api: BotApi, user: int) -> list[str]:
    """What a person was sent."""
    return [str(each["text"]) for each in api.sent(user)]


def answered(api: BotApi, user: int, text: str = WATER, seconds: float = 60) -> float:
    """In how many seconds a person is answered who asks now."""
    before, began = len(texts(api, user)), time.monotonic()
    api.rooms.write(user, text)
    api.wait(lambda: len(texts(api, user)) > before, seconds)
    return time.monotonic() - began


def aside(run: Run, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What staff see of it."""
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
    return run("queue").stdout.splitlines()


def repeated(piece: str) -> str:
    """A message that is full of it."""
    return (piece * LONGEST)[:LONGEST]


WORST = [
    *(piece * 40 + "评审费多少" for piece in ("哈", "嗯", "啊呀", "em", "哈哈嗯")),
    "嗯" * 36 + "我再问一下",
    "1" * 30 + "x",
    *(
        repeated(piece)[:2000]
        for piece in ("哈", "a", "1", " ", "\n", ".", "，", "a.a", "<b>", "&amp;", "（", "“", "1年", "2024-")
    ),
    *(
        repeated(piece)[:2000]
        for piece in ("请问一下", "评审费", "工程师", "副高", "抚顺", "能不能", "\u200d", "😀", "\u202e", "à̀")
    ),
    *(repeated(piece) for piece in ("哈", "1", "a")),
    *(
        f"/{command} {repeated('9')[:1900]}"
        for command in ("useful", "useless", "why", "year", "notices", "only", "facet")
    ),
    f"/year {10**20}",
    "9" * 2000,
]


def test_the_worst_messages_keep_nobody_waiting(
    api: BotApi, start: Callable[[], Bot], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is answered, and the person behind it before the budget of one turn is over; nothing was set aside.

    The wall clock is only held against what the doors promise on any machine: a turn ends within `LATEST`, by itself or
    broken off, so that nobody waits for longer than one turn and their own. How little the worst one costs is counted
    in processor time, of which a busy machine gives the same amount, only later.
    """
    bot = start()
    answered(api, 1)
    costs = []
    for number, text in enumerate(WORST, 1000):
        before = bot.worked()
        api.rooms.write(number, text)
        answered(api, 1, seconds=2 * LATEST)
        costs.append(bot.worked() - before)
    api.wait(lambda: all(texts(api, number) for number, text in enumerate(WORST, 1000) if text.strip()), 30)
    assert max(costs) < WORKING / 10, WORST[costs.index(max(costs))]
    assert bot.end() == 0
    assert "Traceback" not in bot.errors
    assert [line for line in aside(run, monkeypatch) if not line.endswith("(no answer)")] == []


@pytest.mark.parametrize("text", [BACKTRACKS, SLEEPS])
def test_a_turn_that_does_not_end_is_set_aside(
    api: BotApi, start: Callable[[], Bot], run: Run, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """It is told and listed, the next person is answered, and after a restart nothing of it is taken up again."""
    updates: list[Json] = []
    forward, api.rooms.updated = api.rooms.updated, lambda update: (updates.append(update), forward(update))
    bot = start()
    api.rooms.write(2, f"{text}，我的电话是13841234567")
    assert answered(api, 1) < LATEST + 10
    api.wait(lambda: texts(api, 2), 30)
    assert "10月27日" in texts(api, 1)[0]
    assert TOLD in texts(api, 2)[0]
    assert bot.end() == 0
    for update in updates:
        forward(update)
    bot = start()
    assert answered(api, 1)
    assert len(texts(api, 2)) == 1
    assert bot.end() == 0
    [line] = aside(run, monkeypatch)
    assert line.endswith(f"1 asked  {text}，我的电话是***********  (took too long)")
    assert "Traceback" not in bot.errors


def test_a_frozen_turn_does_not_hold_up_the_end(api: BotApi, start: Callable[[], Bot]) -> None:
    """Told to stop in the middle of it, the bot stops in good order a few seconds later."""
    bot = start()
    api.rooms.write(2, SLEEPS)
    time.sleep(0.5)
    began = time.monotonic()
    assert bot.end() == 0
    assert time.monotonic() - began < LATEST + 10
    assert [TOLD in text for text in texts(api, 2)] == [True]


def test_who_takes_up_the_time_of_all_is_kept_waiting(
    api: BotApi, start: Callable[[], Bot], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two such turns use up a person's minute; whoever else asks is answered."""
    monkeypatch.setenv("ZHICHENG_TELEGRAM_TURNS_A_MINUTE", "20")
    start()
    for _time in range(4):
        api.rooms.write(2, SLEEPS)
    assert answered(api, 1) < 4 * LATEST + 10
    api.wait(lambda: len(texts(api, 2)) == 3, 60)
    assert [TOLD in text for text in texts(api, 2)] == [True, True, False]


@pytest.mark.parametrize("text", [DIES, HOLDS])
def test_a_turn_that_ends_the_process_is_set_aside(
    api: BotApi, start: Callable[[], Bot], run: Run, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """After the third time it is told and listed, and those behind it are answered; a frozen loop shows no life."""
    api.rooms.write(2, text)
    api.rooms.write(1, WATER)
    for _time in range(BEGINNINGS):
        bot = start()
        if text == HOLDS:
            time.sleep(1)
            assert bot.is_silent(0.5)
            assert bot.end(signal.SIGABRT) == -signal.SIGABRT  # as the watchdog does
        else:
            api.wait(bot.died, 30)
        assert texts(api, 2) == []
    bot = start()
    api.wait(lambda: texts(api, 2) and texts(api, 1), 30)
    assert TOLD in texts(api, 2)[0]
    assert "10月27日" in texts(api, 1)[0]
    assert bot.end() == 0
    assert aside(run, monkeypatch) == [f"{number_of(run)}  new  1 asked  {text}  (ended the program)"]


def number_of(run: Run) -> int:
    """The number of the only turn that was set aside."""
    with opened_storage(settings()) as storage:
        [queued] = SetAside(storage).queue()
    return queued.number


def test_a_turn_killed_in_good_health_is_answered(api: BotApi, start: Callable[[], Bot], storage_file: Path) -> None:
    """One less than the limit: the turn is begun again and answered, and nothing was set aside."""
    bot = start()
    assert answered(api, 1)
    assert bot.end() == 0
    with opened_storage(settings()) as storage:
        update = str(api.rooms.update(message=None) + 1)
        for _time in range(BEGINNINGS - 1):
            SetAside(storage).begin(storage.person("telegram", "1"), update)
    bot = start()
    assert answered(api, 1)
    assert "10月27日" in texts(api, 1)[-1]


def test_it_starts_and_answers_where_nothing_can_be_kept_and_keeps_as_soon_as_it_can(
    api: BotApi, start: Callable[[], Bot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel lets nobody write where the link leads, until it leads to a folder; what waits is then sent, too."""
    place, folder = tmp_path / "place", tmp_path / "folder"
    (tmp_path / "key").write_text("k" * 32, encoding="ascii")
    for name, value in {"STORAGE": place / "kept.sqlite", "KEY_FILE": tmp_path / "key"}.items():
        monkeypatch.setenv(f"ZHICHENG_{name}", str(value))
    folder.mkdir()
    place.symlink_to(folder)
    with opened_storage(settings()) as storage, storage.turn("somebody") as record:
        record.deliver("1", {"do": "send", "text": "left"})
    place.unlink()
    place.symlink_to("/sys/kernel")
    bot = start()
    assert answered(api, 1)
    assert "10月27日" in texts(api, 1)[0]
    assert bot.errors.count("以下不再保存") == 1
    place.unlink()
    place.symlink_to(folder)
    assert answered(api, 1, "评审费多少")
    api.wait(lambda: "left" in texts(api, 1))
    assert bot.end() == 0
    assert "Traceback" not in bot.errors
    with opened_storage(settings()) as storage:
        [[kept]] = storage.rows("SELECT count(*) FROM answer")
    assert kept == 1


def test_a_turn_that_raises_is_told_its_number_and_set_aside(
    api: BotApi, start: Callable[[], Bot], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once: it is not begun again, and staff can read what the log must not hold."""
    bot = start()
    assert answered(api, 2, RAISES)
    assert answered(api, 1)
    assert bot.end() == 0
    assert bot.errors.count(": ValueError\n") == 1
    assert RAISES not in bot.errors
    assert aside(run, monkeypatch)[0].endswith(f"1 asked  {RAISES}  (an error)")
