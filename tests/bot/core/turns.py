"""Turns said one after the other, within a round and after it."""

from datetime import date

from bot.core.assistant import Assistant
from bot.core.reply import Reply
from bot.core.turn import Conversation, Turn

SUMMER, AUTUMN = date(2024, 7, 10), date(2025, 10, 27)


def talk(assistant: Assistant, *texts: str, day: date = SUMMER) -> Reply:
    """The reply to the last of some turns."""
    conversation = Conversation()
    for number, text in enumerate(texts, 1):
        reply, conversation = assistant.reply(Turn(text=text, number=number), conversation, day)
    return reply
