"""Updates a second through the Telegram door, beside python-telegram-bot with an echo handler: run by `make bench`.

The strict server runs in a process of its own. The mix: people ask (popular questions again and again), tap what they
are shown, and send commands.
"""

import asyncio
import itertools
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path

import telegram
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, ContextTypes, TypeHandler
from telegram.request import HTTPXRequest

from bot.configuration import Telegram
from bot.conversation import Assistant
from bot.desk import Desk
from bot.settings import library_path
from bot.storage import Storage
from bot.telegram.outbox import AT_ONCE
from bot.telegram.service import Network, Service
from tests.bot.telegram.rooms import Rooms, buttons_of
from tests.bot.telegram.running import DAY, KEY, silent
from tests.bot.telegram.server import TOKEN, BotApi

CASES = Path(__file__).parent / "cases" / "questions.jsonl"
PEOPLE = 300
UPDATES = 900
ROUNDS = 3
COMMANDS = ("/start", "/help", "/notices", "/privacy", "/why", "/mail")
LEAST_RATIO = 0.5
SEED = 7


def questions() -> list[str]:
    """The questions of the cases."""
    return [json.loads(line)["question"] for line in CASES.read_text(encoding="utf-8").splitlines()]


def ask_all(rooms: Rooms) -> None:
    """Everybody asks once, so that there is something to tap."""
    for user, question in zip(range(1, PEOPLE + 1), questions() * PEOPLE, strict=False):
        rooms.write(user, question)


def mix(api: BotApi, chance: random.Random, people: Iterator[int]) -> None:
    """Six of ten ask, half of these for the first time; two tap what they are shown; two send a command.

    The n-th question is asked n times more rarely than the first.
    """
    asked = questions()
    weights = [1 / place for place in range(1, len(asked) + 1)]
    for number in range(UPDATES):
        user, kind = number % PEOPLE + 1, chance.random()
        buttons = [(each, button) for each in api.sent(user)[-1:] for button in buttons_of(each) if "url" not in button]
        if kind < 0.2 and buttons:
            message, button = chance.choice(buttons)
            api.rooms.tap(user, message, button["callback_data"])
        elif kind < 0.4:
            api.rooms.write(user, chance.choice(COMMANDS))
        else:
            api.rooms.write(user if kind < 0.7 else next(people), chance.choices(asked, weights)[0])


def serve(pipe: Connection) -> None:
    """Run the server, and do what the other process says: its address, then seconds for each round."""
    with BotApi() as api:
        pipe.send(api.url)
        chance, people = random.Random(SEED), itertools.count(PEOPLE + 1)
        while (word := pipe.recv()) != "end":
            count, held = len(api.calls), []
            api.rooms.updated = held.append  # nothing goes out before all is there
            if word == "ask":
                ask_all(api.rooms)
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
async def ours(url: str, desk: Desk, folder: Path) -> AsyncIterator[None]:
    """The door."""
    storage = Storage(folder / "storage.sqlite", KEY)
    given = {"token": TOKEN, "base_url": url, "poll_timeout": 1, "turns_a_minute": 10**6}
    options, stop = Telegram.model_validate(given), asyncio.Event()
    service = Service(options, Assistant(desk), storage, lambda: DAY, Network(rate=0))
    running = asyncio.create_task(service.run(stop))
    yield
    stop.set()
    await running
    storage.close()


@asynccontextmanager
async def echo(url: str) -> AsyncIterator[None]:
    """The library's Application with its own updater, which sends back what it is sent."""

    async def answer(update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is not None:
            await context.bot.answer_callback_query(query.id)
        text = query.data if query else update.effective_message.text
        await context.bot.send_message(update.effective_chat.id, text)

    application: Application = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{url}/bot")
        .request(HTTPXRequest(AT_ONCE, pool_timeout=30, read_timeout=20))
        .rate_limiter(AIORateLimiter(overall_max_rate=0))
        .concurrent_updates(AT_ONCE)
        .job_queue(None)
        .build()
    )
    application.add_handler(TypeHandler(telegram.Update, answer))
    async with application:
        await application.start()
        await application.updater.start_polling(timeout=1)
        yield
        await application.updater.stop()
        await application.stop()


async def told(pipe: Connection, word: str) -> float:
    """What the server says of a round, while this loop goes on."""
    pipe.send(word)
    return await asyncio.to_thread(pipe.recv)


async def measure(pipe: Connection, bots: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Updates a second of each bot, in turns."""
    speeds: dict[str, list[float]] = {name: [] for name in bots}
    for _round in range(ROUNDS):
        for name, bot in bots.items():
            async with bot():
                await told(pipe, "ask")
                speeds[name].append(UPDATES / await told(pipe, "mix"))
    return speeds


def main() -> None:
    """Measure both; fail where the door is less than half as quick as the echo."""
    os.environ.setdefault("ZHICHENG_LIBRARY", str(library_path()))
    here, there = Pipe()
    server = get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    url = here.recv()
    with tempfile.TemporaryDirectory() as folder, Desk(library_path(), silent) as desk:
        bots = {"echo": lambda: echo(url), "door": lambda: ours(url, desk, Path(folder))}
        speeds = asyncio.run(measure(here, bots))
    here.send("end")
    server.join(10)
    best = {name: max(values) for name, values in speeds.items()}
    ratio = best["door"] / best["echo"]
    print(f"telegram door {best['door']:.0f} updates a second, echo {best['echo']:.0f}: ratio {ratio:.2f}")
    print("  rounds: " + ", ".join(f"{name} {[round(each) for each in values]}" for name, values in speeds.items()))
    if ratio < LEAST_RATIO:
        sys.exit(f"the door is less than {LEAST_RATIO} times as quick as the echo")


if __name__ == "__main__":
    main()
