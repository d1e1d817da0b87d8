"""A sentence that asks → the several things that it asks."""

import re
from itertools import islice
from typing import NamedTuple

from bot.mailbox.drafting.asking_patterns import table
from bot.mailbox.drafting.courtesies import RUN_ON
from bot.mailbox.drafting.sentences import CLAUSES

MOST_PARTS = 8  # of one asking
LONGER = re.compile("(?<=[,，;；:：])")  # clauses that may enumerate
SIGNS = " ,，、;；:：。?？"  # at the ends of a clause
THINGS = re.compile("[、和与及]")  # what stands between things of which the same is asked
BETWEEN = 3  # characters between the two ends of a range
BEFORE = 8  # characters before a word that asks, of what is asked in such a clause


class Part(NamedTuple):
    """One of several things that a sentence asks, as it stands there, and what the first of them is about."""

    asked: str
    about: str = ""

    @property
    def whole(self) -> str:
        """Both, as what says too little by itself is asked."""
        return f"{self.about} {self.asked}".strip()


def parts_of(understood: str) -> list[Part]:
    """The several things that one sentence asks."""
    doubled = table().when_and_where.search(understood)
    if doubled and doubled[1].strip():
        return [Part(f"{doubled[1]}什么时候"), Part(f"{doubled[1]}什么地方")]
    if runs_on(understood):
        return list(map(Part, _windows_of(understood)))
    asking = clauses_asking(understood)
    if len(asking) < 2:
        return []
    about = table().interrogatives.sub("", table().leads.sub("", asking[0]), count=1)
    return [Part(asking[0]), *(Part(clause, about) for clause in asking[1:MOST_PARTS])]


def runs_on(understood: str) -> bool:
    """Whether a sentence tells and asks several things without a comma."""
    clauses = [clause for clause in CLAUSES.split(understood.rstrip("。.!！?？ ")) if clause.strip()]
    return len(clauses) == 1 and len(clauses[0]) >= RUN_ON and len(_asked_at(clauses[0])) > 1


def _asked_at(words: str) -> list[re.Match[str]]:
    """Where words ask."""
    return list(islice(table().interrogatives.finditer(words), MOST_PARTS))


def _windows_of(words: str) -> list[str]:
    """The words around each place that asks, within what stands between two joints."""
    pieces = table().joints.sub(lambda _joint: "\n", words).split("\n")
    return [window for piece in pieces for window in _windows_in(piece)][:MOST_PARTS]


def _windows_in(words: str) -> list[str]:
    """The words around each place that asks: some before it, back to the place before, and up to the next."""
    found = _ranges_of(words)
    ends = [0, *(end for _start, end in found)]
    starts = [*(start for start, _end in found[1:]), len(words)]
    return [
        words[max(before, start - BEFORE) : after]
        for before, (start, _end), after in zip(ends, found, starts, strict=False)
    ]


def _ranges_of(words: str) -> list[tuple[int, int]]:
    """From where to where words ask; what asks for both ends of one range asks once: 从哪天算到哪天."""
    ranges: list[tuple[int, int]] = []
    said = ""
    for each in _asked_at(words):
        if ranges and each.group() == said and each.start() - ranges[-1][1] <= BETWEEN:
            ranges[-1] = (ranges[-1][0], each.end())
        else:
            ranges.append(each.span())
        said = each.group()
    return ranges


def clauses_asking(understood: str) -> list[str]:
    """The clauses of a sentence that ask, as they stand there."""
    clauses = [each for clause in LONGER.split(understood) for each in _told_apart(clause.strip(SIGNS))]
    asking = list(filter(_asks, clauses))
    return [each for at, each in enumerate(asking) if not (at and _chooses_only(each))]


def tails_asking(understood: str) -> list[str]:
    """The ends of a sentence that tells a story and asks one thing, each a clause longer than the last.

    First with what stands behind the clause that asks, then without: 卷子往哪儿送，我们头一回报.
    """
    clauses = CLAUSES.split(understood)
    asking = [at for at, clause in enumerate(clauses) if _asks(clause)]
    if len(clauses_asking(understood)) != 1 or not asking:
        return []
    ends = (len(clauses), asking[-1] + 1)
    starts = range(asking[-1], max(asking[-1] - MOST_PARTS, -1), -1)
    return ["".join(clauses[start:end]) for end in ends for start in starts]


def _chooses_only(clause: str) -> bool:
    """Whether a clause only says between what the one before it asks."""
    return bool(table().own_choices.search(clause)) and not table().interrogatives.search(clause)


def _asks(clause: str) -> bool:
    """Whether a clause asks: by a word that does, or for a choice."""
    return bool(table().interrogatives.search(clause) or table().choices.search(clause))


def _told_apart(clause: str) -> list[str]:
    """What a clause asks that enumerates: several things, or one of several things: 评定表、推荐表各要几份."""
    asked = [each.strip(SIGNS) for each in CLAUSES.split(clause)]
    if len(asked) > 1 and all(map(_asks, asked)):
        return asked
    each = table().of_each.fullmatch(clause)
    return [f"{thing}{each[2]}" for thing in THINGS.split(each[1])] if each else [clause]
