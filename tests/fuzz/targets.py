"""What a stranger's octets reach, as functions that take any and raise nothing: chat, letters, readers, facts."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from bot.commands.jsonl import parse_json
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.core.turn import Conversation, Turn
from bot.errors import BotError
from bot.mailbox.drafting.drafter import Drafter
from bot.mailbox.reading.letter import read_letter
from bot.privacy.masking import storable
from bot.text.verdicts import text_of
from eligibility.errors import FactError
from eligibility.interview.intake import Intake
from eligibility.judging.advice import advise
from eligibility.judging.evaluation import evaluate
from eligibility.rulebook.loading import load_rulebook
from knowledge.errors import UnreadableDocument
from knowledge.reading.document import read_document
from tests.knowledge.test_reading_documents import ITEM, document

SUMMER, AUTUMN = date(2024, 7, 10), date(2025, 10, 28)
MOST_TURNS = 8
SLOWEST = 2.0  # seconds of the process
Target = Callable[[bytes], None]


NAMES = ("chat", "letters", "readers", "facts")


class TooSlow(Exception):
    """Octets on which the work takes longer than anybody should wait."""


class Targets:
    """The targets by name, over one library."""

    def __init__(self, library: Path) -> None:
        self.desk = LiveLibrary(library, lambda line: None)
        self.rulebook = load_rulebook()
        self.assistant = Assistant(self.desk)
        self.drafter = Drafter(self.desk, load_rulebook)
        ways = (self.chat, self.letters, self.readers, self.facts)
        self.by_name: dict[str, Target] = dict(zip(NAMES, ways, strict=True))

    def __enter__(self) -> "Targets":
        return self

    def __exit__(self, *error: object) -> None:
        self.desk.close()

    def chat(self, octets: bytes) -> None:
        """A conversation, a turn a line; what is remembered is stored between two, and what was said is masked."""
        conversation = Conversation()
        for number, text in enumerate(octets.decode("utf-8", "replace").split("\n")[:MOST_TURNS], 1):
            reply, after = self.assistant.reply(Turn(text=text, number=number), conversation, AUTUMN)
            assert reply.text.strip()
            storable(text)
            conversation = Conversation.model_validate_json(after.model_dump_json())

    def letters(self, octets: bytes) -> None:
        """A letter and the draft that answers it."""
        draft = self.drafter.draft(read_letter(octets), SUMMER)
        json.dumps(draft.as_json())
        assert draft.skipped is not None or read_letter(draft.octets).text.strip()

    def readers(self, octets: bytes) -> None:
        """An attachment: a page, a text, the text or the numbers of a .docx, or whatever the octets are."""
        kind, body = octets[:1], octets[1:]
        if kind == b"d":
            body = document(body.decode("utf-8", "replace"))
        elif kind == b"n":
            body = document(ITEM.format("评定表"), numbering=body.decode("utf-8", "replace"))
        with suppress(UnreadableDocument):
            assert read_document(body, "a.html" if kind == b"h" else "a.txt").strip()

    def facts(self, octets: bytes) -> None:
        """A file of facts and the verdict on it."""
        with suppress(BotError, FactError):
            facts = Intake(self.rulebook.factsheet, AUTUMN).read(parse_json(octets))
            assert text_of(advise(self.rulebook, facts, evaluate(self.rulebook, facts, AUTUMN)))


class Timed:
    """A target that also raises where the work took too long; `seconds` is what the last run took."""

    def __init__(self, target: Target) -> None:
        self.target, self.seconds = target, 0.0

    def __call__(self, octets: bytes) -> None:
        begun = time.process_time()
        self.target(octets)
        self.seconds = time.process_time() - begun
        if self.seconds > SLOWEST:
            raise TooSlow(f"{self.seconds:.1f} s for {len(octets)} bytes")
