"""A letter → what is understood of it, made once: its words, what it asks, the particulars of its case, its kind."""

from typing import Literal, NamedTuple

from bot.mailbox.drafting.askings import Asking, asks_the_same, corrects_earlier
from bot.mailbox.drafting.courtesies import gives_thanks
from bot.mailbox.drafting.kinds import is_complaint, is_green_channel, is_technical, tells_trouble, without_stories
from bot.mailbox.drafting.particulars import Particulars, particulars_of
from bot.mailbox.drafting.said import Said
from knowledge.scope import Facets, Tables
from knowledge.value import replace

Kind = Literal["policy", "technical", "green_channel", "automatic", "complaint", "unclear"]


NOTHING_TOLD = Facets()


class Understood(NamedTuple):
    """A letter that a person wrote, as everything that answers it sees it; `is_thanks`: it wants no reply."""

    said: Said
    askings: list[Asking]
    particulars: Particulars
    kind: Kind
    is_thanks: bool = False


def understand(said: Said, tables: Tables) -> Understood:
    """What a letter says, asks and tells of its case; one that goes on with an earlier one is of the same case."""
    own = particulars_of(said, tables)
    if _closes(said, tables):
        return Understood(said, [], replace(own, missing=()), "unclear", is_thanks=True)
    if not said.earlier.text:
        askings = without_stories(said.askings, said)
        return Understood(said, askings, own, _kind_of(said, askings))
    particulars = own.fill(particulars_of(said.earlier, tables))
    goes_on = not said.askings and (asks_the_same(said.text) or own.told != NOTHING_TOLD)
    askings = said.earlier.askings if goes_on else said.askings
    return Understood(said, askings, particulars, _kind_of(said, askings))


def _closes(said: Said, tables: Tables) -> bool:
    """Whether a letter says thanks only, or thanks for a reply of ours and adds nothing to the case."""
    if said.is_thanks or not (said.earlier.text and gives_thanks(said.sentences)):
        return said.is_thanks
    adds = said.askings or asks_the_same(said.text) or corrects_earlier(said.text)
    return not adds and particulars_of(said.unsigned, tables).told == NOTHING_TOLD


def _kind_of(said: Said, askings: list[Asking]) -> Kind:
    """The kind of a letter that a person wrote."""
    if is_green_channel(said, askings):
        return "green_channel"
    if askings:
        return "technical" if all(is_technical(asking, said) for asking in askings) else "policy"
    return "technical" if tells_trouble(said.text) else "complaint" if is_complaint(said) else "unclear"
