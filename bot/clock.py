"""The day that a door works as of."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))  # the windows are days in China, which keeps one time all year


def today() -> date:
    """The day that it is in China now."""
    return datetime.now(CHINA).date()


def day_of(value: object) -> date:
    """The day of a text YYYY-MM-DD; `ValueError` says what was wrong."""
    text = str(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise ValueError(f"{text!r:.40} is no date of the form YYYY-MM-DD")
