"""Windows in words: the days that a notice names, each said as it is, and where today stands to them."""

from datetime import date

from bot.locale import N_, _, rule_text
from bot.text.days import day_in_words, days_in_words
from knowledge.notice import Window

DAYS = {
    "upcoming": N_("{what}: {days}, not yet open"),
    "open": N_("{what}: {days}, open now"),
    "closed": N_("{what}: {days}, closed"),
}
DEADLINE = {
    "unknown": N_("{what}: until {closes}; the notice names no first day"),
    "closed": N_("{what}: until {closes}, closed"),
}
START = {
    "upcoming": N_("{what}: from {opens} on, not yet open; the notice names no last day"),
    "unknown": N_("{what}: from {opens} on; the notice names no last day"),
}
ABOUT = {
    "upcoming": N_("{what}: “{about}” is all that the notice says, not yet open"),
    "unknown": N_("{what}: “{about}” is all that the notice says"),
    "closed": N_("{what}: “{about}” is all that the notice says, over"),
}
LEFT = {
    "upcoming": N_("{what}: {days}; days until it opens: {wait}"),
    "open": N_("{what}: closes on {closes}; days left: {left}"),
    "last day": N_("{what}: closes today, on {closes}"),
    "closed": N_("{what}: closed on {closes}"),
    "unknown": N_("{what}: closes on {closes}; days left: {left}; the notice names no first day"),
}


def window_line(window: Window, today: date) -> str:
    """A window with its state on a day, its days in full; what the notice does not say is not made up."""
    wording = DAYS if window.opens and window.closes else DEADLINE if window.closes else START
    wording = ABOUT if window.about else wording
    return _in_words(wording[window.state(today)], window, today, is_full=True)


def time_left(window: Window, today: date) -> str:
    """What a notice's window leaves to do on a day: until when, and how long that is."""
    if window.about or not window.closes:
        return window_line(window, today)
    return _in_words(LEFT["last day" if window.closes == today else window.state(today)], window, today, is_full=False)


def _in_words(wording: str, window: Window, today: date, *, is_full: bool) -> str:
    """A wording filled with a window's days; those in full name their year though it is this one."""
    opens, closes = window.opens, window.closes
    this_year = None if is_full else today.year
    return _(wording).format(
        what=rule_text(window.what),
        about=window.about,
        opens=opens and day_in_words(opens, this_year),
        closes=closes and day_in_words(closes, this_year),
        days=opens and closes and days_in_words(opens, closes, this_year),
        wait=opens and (opens - today).days,
        left=closes and (closes - today).days,
    )
