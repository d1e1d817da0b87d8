"""The day that a door works as of."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import click

CHINA = timezone(timedelta(hours=8))  # the windows are days in China, which keeps one time all year

YEARS = range(1900, 3000)  # that the command line takes, so that there are days before and after each


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


class Day(click.ParamType[date]):
    """A day on the command line."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a word on what was wrong."""
        try:
            day = value if isinstance(value, date) else day_of(value)
            if day.year not in YEARS:
                raise ValueError(f"{day} is not between {YEARS[0]} and {YEARS[-1]}")
            return day
        except ValueError as error:
            self.fail(str(error), param, ctx)
