"""What people read, in their language: gettext catalogues kept with Babel, Chinese first.

The messages in the code are the English ones, what is read of the facts and the rules stands in their files in Chinese;
every other language has a catalogue of each.
"""

import gettext
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "locales"
LANGUAGES = ("zh_CN", "en")
SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


@cache
def catalogue(language: str, domain: str = "messages") -> gettext.NullTranslations:
    """The messages of a language; an unknown one reads Chinese."""
    wanted = language if language in LANGUAGES else LANGUAGES[0]
    return gettext.translation(domain, FOLDER, [wanted], fallback=True)


def language() -> str:
    """The language that is spoken here and now, else that of this process: ZHICHENG_LANGUAGE, or Chinese."""
    return SPOKEN.get() or os.environ.get("ZHICHENG_LANGUAGE", LANGUAGES[0])


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Messages in a language for as long as this lasts; None changes nothing."""
    token = SPOKEN.set(language or SPOKEN.get())
    try:
        yield
    finally:
        SPOKEN.reset(token)


def _(message: str) -> str:
    """A message in the language that is spoken."""
    return catalogue(language()).gettext(message)


def fact_text(text: str) -> str:
    """What is read of a fact: its name, its question or a choice, in the language that is spoken."""
    return catalogue(language(), "facts").gettext(text) if text else ""


def rule_text(text: str) -> str:
    """What a rule file says, or calls something, in the language that is spoken; what no catalogue has is a name."""
    return catalogue(language(), "rules").gettext(text) if text else ""


def topic_text(name: str) -> str:
    """What a topic of the catalogue is called in the language that is spoken; a new one as the catalogue calls it."""
    return catalogue(language(), "topics").gettext(name) if name else ""


def listing(items: Iterable[str]) -> str:
    """Several things in a row, divided as the language that is spoken does."""
    return _(", ").join(items)


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for a message that is translated later
    """The message itself, marked so that it is found for the catalogues."""
    return message
