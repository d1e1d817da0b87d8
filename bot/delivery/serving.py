"""What a door that serves many people opens before the first of them, and closes after the last."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from bot.clock import today
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.delivery.heartbeat import Heartbeat
from bot.settings.model import Settings
from bot.storage.key import patient_storage
from bot.storage.storage import Storage


@dataclass(frozen=True)
class Opened:
    """Who answers, what is kept, and the sign of life of the service."""

    assistant: Assistant
    storage: Storage
    life: Heartbeat


@contextmanager
def serving(service: str, found: Settings) -> Iterator[Opened]:
    """All of it, for as long as the service runs; an end by an error leaves the sign of life behind."""
    life = Heartbeat(service, found.storage)
    life.begin()
    with (
        LiveLibrary(found.library, lambda line: click.echo(line, err=True)) as desk,
        patient_storage(found, desk.library.built_from or "", desk.say) as storage,
    ):
        assistant = Assistant(desk)
        assistant.warm_up(today())  # a kill that finds a turn at work counts against it, so that each is to be short
        gc.freeze()  # what is held until the end needs no look for garbage
        yield Opened(assistant, storage, life)
    life.end()
