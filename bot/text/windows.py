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


def window_line(window: Window, today: date) -> str:
    """A window with its state on a day; what the notice does not say is not made up."""
    wording = DAYS if window.opens and window.closes else DEADLINE if window.closes else START
    wording = ABOUT if window.about else wording
    told = _(wording[window.state(today)])
    return told.format(what=window.what, opens=window.opens, closes=window.closes, about=window.about)
