"""Types of options that several commands take."""

from datetime import date

import click

from bot.clock import day_of

YEARS = range(1900, 3000)  # that the command line takes, so that there are days before and after each


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
