"""A letter → what is understood of it, made once: its words, what it asks, the particulars of its case, its kind."""

from dataclasses import dataclass
from typing import Literal

from bot.mailbox.drafting.kinds import is_green_channel, is_technical, tells_trouble
from bot.mailbox.drafting.particulars import Particulars, particulars_of
from bot.mailbox.drafting.said import Said
from bot.mailbox.drafting.sentences import Asking
from bot.mailbox.reading.letter import Letter
from knowledge.scope import Tables

Kind = Literal["policy", "technical", "green_channel", "automatic", "unclear"]


@dataclass(frozen=True)
class Understood:
    """A letter that a person wrote, as everything that answers it sees it."""

    letter: Letter
    said: Said
    askings: list[Asking]
    particulars: Particulars
    kind: Kind


def understand(letter: Letter, tables: Tables) -> Understood:
    """What a letter says, asks and tells of its case."""
    said = Said(letter)
    return Understood(letter, said, said.askings, particulars_of(said, tables), _kind_of(said))


def _kind_of(said: Said) -> Kind:
    """The kind of a letter that a person wrote."""
    if is_green_channel(said):
        return "green_channel"
    if said.askings and all(is_technical(asking, said) for asking in said.askings):
        return "technical"
    if not said.askings:
        return "technical" if tells_trouble(said.text) else "unclear"
    return "policy"
