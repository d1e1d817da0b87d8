"""What answers a letter that asks nothing in so many words: a standing query, or whom such a matter goes to."""

from bot.mailbox.drafting.inquiry import Inquiry
from bot.mailbox.drafting.point import Point
from knowledge.answer import Citation
from knowledge.notice import Notice
from knowledge.plain import Plain, Span, plain


def find(asked: str, query: str, held: str, inquiry: Inquiry) -> Point:
    """What the notices say to a standing query, where a sentence holds a word; else what was asked is open."""
    cited = [citation for citation in inquiry.answer(query).citations if plain(held) in plain(citation.quote)]
    return Point(asked, "answered", tuple(cited[:1])) if cited else Point(asked, "no_answer")


def contact(asked: str, what: str, inquiry: Inquiry) -> Point:
    """Where a notice sends people with such a matter; first of all a notice for the letter's case."""
    library = inquiry.desk.library
    speaking = library.jurisdiction.speakers(inquiry.told, frozenset({"who"}), inquiry.today)
    cited = (
        citation
        for notice in library.notices.values()
        if notice.id in speaking
        for each in notice.contacts
        if what in each.what and (citation := _cite(notice, each.quote, inquiry))
    )
    first = next(cited, None)
    return Point(asked, "answered", (first,)) if first else Point(asked, "no_answer")


def _cite(notice: Notice, quote: str, inquiry: Inquiry) -> Citation | None:
    """A quote of notice.yaml with its section."""
    for entry in inquiry.desk.passages_of(notice.id):
        for span in Plain.of(entry.text).find_all(quote):
            start = entry.passage.span.start
            whole = Span(start + span.start, start + span.end)
            return Citation(notice, entry.passage.path, entry.quote(whole), whole, notice.validity(inquiry.today))
    return None
