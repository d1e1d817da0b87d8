"""What staff would do with each draft, told from what a row of the example letters expects: printed by `make eval`.

Send it as it is, after small edits, or write it anew; or it would mislead: it could leave by a slip, and says what is
wrong. A quote belongs to an answer where it holds words that the row wants, or stands in a section with such words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from bot.mailbox.drafting.drafter import Draft
from bot.mailbox.drafting.point import Point
from knowledge.plain import plain
from tests.score_mails import Row, holds, holds_not, kind_right, point_right, points_right

Judgement = Literal["sent as it is", "small edits", "written anew", "misleading"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
FEWEST = 0.5  # of the points wanted, with which a draft is worth editing


class Reading(NamedTuple):
    """A draft as staff would read it: what they do with it, and how many of its quotes belong."""

    judgement: Judgement
    quotes: int
    belonging: int


def read(row: Row, draft: Draft) -> Reading:
    """The reading of a draft by what its row expects."""
    belonging = list(_belonging(row, draft.points))
    return Reading(_judge(row, draft), len(belonging), sum(belonging))


def _judge(row: Row, draft: Draft) -> Judgement:
    """What staff would do with a draft."""
    body = draft.as_json()
    right = [point_right(want, body["points"]) for want in row["points"]]
    is_sound = holds_not(row, body, draft) and kind_right(row, body, draft)
    if not draft.is_open and not (is_sound and _says_no_more(row, draft, right)):
        return "misleading"
    if not is_sound or sum(right) < FEWEST * len(right):
        return "written anew"
    is_whole = points_right(row, body, draft) and holds(row, body, draft) and len(body["points"]) <= len(right)
    return "sent as it is" if is_whole and not draft.is_open else "small edits"


def _says_no_more(row: Row, draft: Draft, right: Sequence[bool]) -> bool:
    """Whether none of the points wanted is answered by other words than those wanted."""
    return not any(
        point.status == "answered" and not is_right
        for want, is_right in zip(row["points"], right, strict=True)
        for point in draft.points
        if plain(want["asked"]) in plain(point.asked)
    )


def _belonging(row: Row, points: Iterable[Point]) -> Iterator[bool]:
    """Of each quote, whether it belongs."""
    wanted = [plain(piece) for want in row["points"] for piece in want["need"]] + list(map(plain, row["body_must"]))
    for point in points:
        decisive = point.case.citations if point.case else ()  # the clauses on which a verdict rests
        holding = [each in decisive or any(piece in plain(each.quote) for piece in wanted) for each in point.citations]
        sections = {each.section for each, held in zip(point.citations, holding, strict=True) if held}
        yield from (held or each.section in sections for each, held in zip(point.citations, holding, strict=True))


def shares(readings: Sequence[Reading]) -> dict[str, float]:
    """How many of the drafts each judgement was given, and how many of all quotes belong, as shares."""
    counts = Counter(each.judgement for each in readings)
    quotes = sum(each.quotes for each in readings)
    figures = {name: counts[name] / len(readings) for name in JUDGEMENTS}
    return {**figures, "quotes that belong": sum(each.belonging for each in readings) / quotes}
