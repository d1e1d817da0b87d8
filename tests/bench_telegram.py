"""Updates a second through the Telegram door, beside the same bot with an echo handler: run by `make bench`.

The strict server runs in a process of its own. The mix: people ask (popular questions again and again), tap what they
are shown, and send commands.
"""

import asyncio
import gc
import itertools
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import cache
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import telegram
from telegram.ext import ContextTypes, TypeHandler

from bot.cli import YOUNG
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.delivery.heartbeat import Heartbeat
from bot.environment import library_path
from bot.settings.model import Telegram
from bot.storage.set_aside import SetAside
from bot.storage.storage import Storage
from bot.telegram.service import Network, Service
from tests.bot.telegram.rooms import buttons_of
from tests.bot.telegram.running import DAY, KEY, silent
from tests.bot.telegram.server import TOKEN, BotApi

CASES = Path(__file__).parent / "cases" / "questions.jsonl"
PEOPLE = 300
UPDATES = 900
ROUNDS = 3
COMMANDS = ("/start", "/help", "/notices", "/privacy", "/why", "/mail")
LEAST_RATIO = 0.3  # by processor time: what else the machine does, and the server, do not count
SEED = 7


@cache
def questions() -> tuple[str, ...]:
    """The questions of the cases."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["question"] for line in lines)


def question(chance: random.Random) -> str:
    """A question; the n-th is asked n times more rarely than the first."""
    return chance.choices(questions(), [1 / place for place in range(1, len(questions()) + 1)])[0]


def ask_all(api: BotApi, chance: random.Random) -> None:
    """Everybody asks once, so that there is something to tap and to ask on from."""
    for user in range(1, PEOPLE + 1):
        api.rooms.write(user, question(chance))


def mix(api: BotApi, chance: random.Random, people: Iterator[int]) -> None:
    """Six of ten ask, half of these for the first time; two tap what they are shown; two send a command."""
    for number in range(UPDATES):
        user, kind = number % PEOPLE + 1, chance.random()
        if kind < 0.2:
            message = api.sent(user)[-1]
            data = [button["callback_data"] for button in buttons_of(message)] or ["1:none"]
            api.rooms.tap(user, message, chance.choice(data))
        elif kind < 0.4:
            api.rooms.write(user, chance.choice(COMMANDS))
        else:
            api.rooms.write(user if kind < 0.7 else next(people), question(chance))


def serve(pipe: Connection) -> None:
    """Run the server, and do what the other process says: its address, then seconds for each round."""
    with BotApi() as api:
        pipe.send(api.url)
        chance, people = random.Random(SEED), itertools.count(PEOPLE + 1)
        while (word := pipe.recv()) != "end":
            count, held = len(api.calls), []
            api.rooms.updated = held.append  # nothing goes out before all is there
            if word == "ask":
                ask_all(api, chance)
            else:
                mix(api, chance, people)
            began = time.perf_counter()
            api.pending += held
            api.loop.call_soon_threadsafe(api.arrived.set)
            pipe.send(settled(api, count) - began)


def settled(api: BotApi, count: int) -> float:
    """When the last call came, once everything was taken and nothing came for a while."""
    last, calls = time.perf_counter(), count
    while api.pending or time.perf_counter() < last + 0.4:
        if len(api.calls) != calls:
            last, calls = time.perf_counter(), len(api.calls)
        time.sleep(0.005)
    return last


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """A bot at work."""
    stop = asyncio.Event()
    work = asyncio.create_task(service.run(stop, Heartbeat("telegram", service.storage.path)))
    yield
    stop.set()
    await work


def echoing(service: Service) -> Service:
    """The same bot, its handler put out for one that sends back what it is sent."""

    async def answer(update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is not None:
            await context.bot.answer_callback_query(query.id)
        text = query.data if query else update.effective_message.text
        await context.bot.send_message(update.effective_chat.id, text)

    service.application.handlers.clear()
    service.application.add_handler(TypeHandler(telegram.Update, answer))
    return service


async def told(pipe: Connection, word: str) -> float:
    """What the server says of a round, while this loop goes on."""
    pipe.send(word)
    return await asyncio.to_thread(pipe.recv)


async def measure(pipe: Connection, bots: dict[str, Callable[[], Service]]) -> list[dict[str, tuple[float, float]]]:
    """For each round what each bot takes for an update: seconds, and seconds of this process's own."""
    rounds = []
    for _round in range(ROUNDS):
        times = {}
        for name, bot in bots.items():
            async with running(bot()):
                await told(pipe, "ask")
                own = time.process_time()
                times[name] = (await told(pipe, "mix") / UPDATES, (time.process_time() - own) / UPDATES)
        rounds.append(times)
    return rounds


def begin_as_a_service(assistant: Assistant) -> None:
    """Load what is held until the end, and look for garbage as seldom as the command does."""
    assistant.warm_up(DAY)
    gc.freeze()
    gc.set_threshold(YOUNG)


def main() -> None:
    """Measure both in turns; fail where the door is not as quick, beside the echo, as it is to be in most rounds."""
    os.environ.setdefault("ZHICHENG_LIBRARY", str(library_path()))
    here, there = Pipe()
    server = get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    url = here.recv()
    given = {"token": TOKEN, "base_url": url, "poll_timeout": 1, "turns_a_minute": 10**6}
    options = Telegram.model_validate(given)
    with tempfile.TemporaryDirectory() as folder, LiveLibrary(library_path(), silent) as desk:
        storage, assistant = Storage(Path(folder) / "storage.sqlite", KEY), Assistant(desk)
        begin_as_a_service(assistant)

        def service() -> Service:
            return Service(options, assistant, storage, lambda: DAY, Network(rate=0))

        bots = {"echo": lambda: echoing(service()), "door": service}
        rounds = asyncio.run(measure(here, bots))
        failed = SetAside(storage).queue()
        storage.close()
    here.send("end")
    server.join(10)
    for name in bots:
        best, own = (min(times[name][kind] for times in rounds) for kind in range(2))
        print(f"telegram {name}: {1 / best:.0f} updates a second, {own * 1000:.1f} ms of processor time for each")
    ratio, own_ratio = (median(times["echo"][kind] / times["door"][kind] for times in rounds) for kind in range(2))
    print(f"telegram door to echo: ratio {ratio:.2f}, by processor time {own_ratio:.2f}")
    if failed:
        sys.exit(f"{len(failed)} updates were not answered")
    if own_ratio < LEAST_RATIO:
        sys.exit(f"the door is less than {LEAST_RATIO} times as quick as the echo by processor time")


if __name__ == "__main__":
    main()
