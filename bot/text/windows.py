"""Windows in words: the days that a notice names, each said as it is, and where today stands to them."""

from datetime import date

from bot.locale import N_, _
from knowledge.notice import Window

DAYS = {
    "upcoming": N_("{what}: {opens} to {closes}, not yet open"),
    "open": N_("{what}: {opens} to {closes}, open now"),
    "closed": N_("{what}: {opens} to {closes}, closed"),
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
    "upcoming": N_("{what}: from {opens} to {closes}; days until it opens: {wait}"),
    "open": N_("{what}: closes on {closes}; days left: {left}"),
    "last day": N_("{what}: closes today, on {closes}"),
    "closed": N_("{what}: closed on {closes}"),
    "unknown": N_("{what}: closes on {closes}; days left: {left}; the notice names no first day"),
}


def window_line(window: Window, today: date) -> str:
    """A window with its state on a day; what the notice does not say is not made up."""
    wording = DAYS if window.opens and window.closes else DEADLINE if window.closes else START
    wording = ABOUT if window.about else wording
    told = _(wording[window.state(today)])
    return told.format(what=window.what, opens=window.opens, closes=window.closes, about=window.about)


def time_left(window: Window, today: date) -> str:
    """What a notice's window leaves to do on a day: until when, and how long that is."""
    if window.about or not window.closes:
        return window_line(window, today)
    wait, left = (day and (day - today).days for day in (window.opens, window.closes))
    opens, closes = (day and day_in_words(day, today) for day in (window.opens, window.closes))
    key = window.state(today) if left else "last day"
    return _(LEFT[key]).format(what=window.what, opens=opens, closes=closes, left=left, wait=wait)


def day_in_words(day: date, today: date) -> str:
    """A day as people write it; its year only where it is not this one."""
    told = _("{day:%B} {day.day}") if day.year == today.year else _("{day:%B} {day.day}, {day.year}")
    return told.format(day=day)
