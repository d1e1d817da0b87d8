"""The windows and deadlines of a verdict as a calendar file (RFC 5545); whole days, the last one included."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from bot.locale import _, rule_text
from eligibility.judging.verdict import Verdict


def calendar_of(verdict: Verdict) -> bytes:
    """The calendar file: days, and no state that would go stale; the same verdict gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//zhicheng//check//ZH")
    calendar.add("version", "2.0")
    notice = verdict.book.source.notice.name if verdict.book else ""
    for each in verdict.windows:
        window, summary = each.window, f"{notice} {rule_text(each.window.what)}"
        first, last = window.opens or window.closes, window.closes or window.opens
        if first and last:
            calendar.add_component(event(summary, first, last, each.citation.quote, verdict.today))
    for step in verdict.steps:
        if step.by:
            summary = f"{notice} " + _("last day: {what}").format(what=rule_text(step.what))
            calendar.add_component(event(summary, step.by, step.by, step.citation.quote, verdict.today))
    octets: bytes = calendar.to_ical()
    return octets


def event(summary: str, first: date, last: date, text: str, today: date) -> Event:
    """Whole days from the first to the last, both included."""
    entry = Event()
    entry.add("summary", summary)
    entry.add("description", text)
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(1))
    entry.add("dtstamp", datetime.combine(today, time(), UTC))
    entry.add("uid", f"{hashlib.sha256(f'{summary}{first}{last}'.encode()).hexdigest()[:32]}@zhicheng")
    return entry
