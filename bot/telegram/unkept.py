"""Replies while nothing can be kept: the disk is full, or may not be written. A question needs no storage."""

import logging
from collections import deque
from collections.abc import Callable
from datetime import date

from bot.bounds import set_aside, too_long
from bot.core.assistant import Assistant
from bot.core.turn import Conversation, Turn
from bot.errors import Overdue, StorageError
from bot.locale import speaking
from bot.storage.rows import UNKEPT, Delivery
from bot.telegram import payloads, words
from bot.telegram.incoming import Incoming
from bot.telegram.rendering import messages
from bot.text.paragraph import Paragraph
from knowledge.asked import LONGEST

RECENT = 1_000  # updates that are remembered: one that comes again is not answered again
logger = logging.getLogger(__name__)


class Unkept:
    """Answers each question by itself, without buttons; what would have to be kept is refused."""

    def __init__(self, assistant: Assistant, today: Callable[[], date]) -> None:
        self.assistant = assistant
        self.today = today
        self.answered: deque[int] = deque(maxlen=RECENT)
        self.told = ""

    def reply(self, said: Incoming, error: StorageError) -> tuple[str | None, list[Delivery]]:
        """What a tap is told, and what is to be sent; why nothing is kept is told to the log once."""
        if str(error) != self.told:
            self.told = str(error)
            logger.error("%s; questions are answered, and nothing is kept", error)
        if said.update in self.answered:
            return None, []
        self.answered.append(said.update)
        with speaking(words.language_of(said.language)):
            if said.kind == "tap":
                return words.not_now(), []
            paragraphs = self.paragraphs(said)
            sent = payloads.sends(said, messages(paragraphs), lambda _says: "")
            dumped = [payload.model_dump(mode="json", exclude_defaults=True) for payload in sent]
        return "", [Delivery(UNKEPT, str(said.place.chat), payload) for payload in dumped]

    def paragraphs(self, said: Incoming) -> tuple[Paragraph, ...]:
        """The answer to a question, small talk, or a word that nothing else is possible now."""
        if said.kind == "media":
            return (Paragraph(words.to_media(said.text)),)
        if len(said.text) > LONGEST:
            return (Paragraph(too_long(len(said.text))),)
        try:
            turn = Turn(text=words.command_of(said.text))
            reply, _after = self.assistant.reply(turn, Conversation(), self.today())
        except Overdue:
            return (Paragraph(set_aside()),)
        if reply.kind in ("answer", "smalltalk"):
            return reply.paragraphs
        return (Paragraph(words.not_now()),)
